import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { membersOf } from '#lambdas/contacts/rules/member-of.ts';
import { afterStop } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { exportsStore } from '#lambdas/forwarding/exports-store.ts';
import { writePart } from '#lambdas/forwarding/write-exports.ts';
import type { ExportApp } from '#lambdas/forwarding/write-exports.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { at, confirmed, id, listId, person, sealing } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
const people = new Map<string, Standing>();
const left: Standing[] = [];

/** 400 people of a list, over all partitions; forty of them left, and the index has not heard of it. */
beforeAll(async () => {
  drop = await ownTables(directoryTable);
  const members = membersStore(documentClient());
  for (let count = 0; count < 400; count++) {
    const ada = person();
    ada.known = { ...ada.known, addressKey: id() };
    const { standing } = confirmed(ada);
    for (const member of membersOf(standing)) await members.keep(member);
    const stop = { reason: 'unsubscribed', channel: 'one_click', at: at(5), entityId: 'person' } as const;
    if (count % 10 === 0) left.push(afterStop(standing, stop)!.standing);
    people.set(standing.addressKey, left.find(({ contactId }) => contactId === standing.contactId) ?? standing);
  }
});
afterAll(() => drop());

/** An export that waits, and a bucket in memory that takes parts as S3 does. @param dies whether the process ends here */
async function setUp(dies: (step: string) => boolean = () => false) {
  const db = documentClient();
  const exports = exportsStore(db);
  const ref = { clientId: id(), exportId: id() };
  const createdAt = at(10);
  const audit = { clientId: ref.clientId, actor: 'test', action: 'test', subject: 'test' };
  const added = { ...ref, listId, status: 'running' as const, createdAt, touchedAt: createdAt };
  await exports.add(added, audit, { at: createdAt, id: id() });
  const uploads = new Map<string, Map<number, string>>();
  const files: string[] = [];
  let queued = 1;
  const step = (name: string) => {
    if (dies(name)) throw new Error(`the process died at ${name}`);
  };
  const app: ExportApp = {
    clock: { now: () => at(11) },
    exports: {
      ...exports,
      advance: async (...args) => {
        step('before advance');
        const done = await exports.advance(...args);
        step('after advance');
        return done;
      },
      finish: async (...args) => {
        step('before finish');
        return exports.finish(...args);
      },
    },
    files: {
      begin: () => {
        const uploadId = id();
        uploads.set(uploadId, new Map());
        return Promise.resolve(uploadId);
      },
      part: (_, uploadId, number, body) => {
        uploads.get(uploadId)!.set(number, body);
        step('after part');
        return Promise.resolve(`tag of ${body}`);
      },
      complete: (_, uploadId, tags) => {
        const parts = uploads.get(uploadId);
        if (parts) {
          expect(tags).toEqual([...parts.values()].map((body) => `tag of ${body}`));
          files.push([...parts.values()].join(''));
          uploads.delete(uploadId);
        }
        step('after complete');
        return Promise.resolve();
      },
    },
    members: membersStore(db),
    standings: (keys) =>
      Promise.resolve(new Map(keys.flatMap((key) => (people.has(key) ? [[key, people.get(key)!]] : [])))),
    knownFields: () => Promise.resolve([]),
    sealer: () => Promise.resolve(sealing),
    queue: () => ({
      send: () => {
        step('before send');
        queued += 1;
        return Promise.resolve();
      },
      sendAll: () => Promise.reject(new Error('not used')),
    }),
    partBytes: 4_000,
  };
  /** Works the queue as SQS does: a message whose worker died comes again. */
  async function work() {
    for (let runs = 0; queued > 0; runs++) {
      if (runs > 200) throw new Error('the chain does not end');
      try {
        await writePart(ref, app);
        queued -= 1;
      } catch {
        continue;
      }
    }
    return exports.find(ref.clientId, ref.exportId);
  }
  return { work, files, again: () => (queued += 1), find: () => exports.find(ref.clientId, ref.exportId) };
}

const idsIn = (file: string) =>
  file
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0]!.replace(/^'/, ''));
const staying = () => [...people.values()].filter((each) => !each.stopped).map(({ contactId }) => contactId);

describe('an export of many parts', () => {
  it('has everybody who is subscribed once, and nobody who left, though the index still has them (CS-13)', async () => {
    const { work, files } = await setUp();
    expect(await work()).toMatchObject({ status: 'ready', rows: 360 });
    expect(files).toHaveLength(1);
    expect(idsIn(files[0]!).sort()).toEqual(staying().sort());
    for (const { contactId } of left) expect(files[0]).not.toContain(contactId);
  });

  it.each(['after part', 'before advance', 'after advance', 'before send', 'after complete', 'before finish'])(
    'has them once though the process dies %s, time and again',
    async (where) => {
      let count = 0;
      const { work, files } = await setUp((step) => step === where && (count += 1) % 2 === 1);
      expect(await work()).toMatchObject({ status: 'ready', rows: 360 });
      expect(count).toBeGreaterThan(0);
      expect(idsIn(files.at(-1)!).sort()).toEqual(staying().sort());
    },
  );

  it('is told to begin twice and written once', async () => {
    const { work, files, again } = await setUp();
    again();
    expect(await work()).toMatchObject({ status: 'ready', rows: 360 });
    again();
    await work();
    expect(files).toHaveLength(1);
  });
});
