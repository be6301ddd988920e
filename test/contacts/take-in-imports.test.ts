import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterStop } from '#lambdas/consent/rules/standing-after.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { columns, importWorld } from '#test/support/import-world.ts';
import { deploymentSecret, imported, person } from '#test/support/people.ts';

const addressKey = (address: string) => addressKeys(deploymentSecret).ofClient('harbourbooks0001', address);
const nameOf = (at: number) => String.fromCodePoint(97 + (at % 26), 97 + ((at * 7) % 26), 97 + ((at * 11) % 26));

/** 150 rows: eight refused, ten doubles, two who said no. */
function file(): string {
  const good = Array.from(
    { length: 130 },
    (_, at) => `${nameOf(at)}.${nameOf(at * 3)}.${at * 13}@laden.org,Jörg,${at}`,
  );
  const bad = Array.from({ length: 8 }, (_, at) => `nobody${at},"A ""b""\nc",1`);
  const doubles = good.slice(5, 15);
  const stopped = ['left1@laden.org,Ada,1', 'left2@laden.org,Ada,1'];
  const rows = [...good.slice(0, 60), ...bad, ...stopped, ...good.slice(60), ...doubles];
  return [columns.join(','), ...rows, ''].join('\n');
}
const expected = { rows: 150, added: 130, updated: 0, notMailable: 0, suppressed: 2, duplicates: 10, refused: 8 };

function world(bytes = Buffer.from(file()), sizes: NonNullable<Parameters<typeof importWorld>[1]>['sizes'] = {}) {
  const made = importWorld(bytes, { sizes });
  for (const address of ['left1@laden.org', 'left2@laden.org']) {
    const ada = person();
    const { standing } = imported(
      { importId: 'importimport0000' },
      { ...ada, known: { ...ada.known, addressKey: addressKey(address) } },
    );
    const stop = {
      reason: 'unsubscribed',
      channel: 'one_click',
      at: standing.importedAt!,
      entityId: 'person',
    } as const;
    made.memory.put(afterStop(standing, stop)!);
  }
  return made;
}

/** Each person has one line of the ledger, and the file's counts are those of its rows. */
function holds(made: ReturnType<typeof world>) {
  expect(made.kept()).toMatchObject({ status: 'done', counts: expected });
  const came = made.memory.events.filter(({ channel }) => channel === 'import');
  expect(came).toHaveLength(130);
  expect(new Set(came.map(({ contactId }) => contactId)).size).toBe(130);
  const report = made.objects.get('refused')!.toString().trimEnd().split('\r\n');
  expect(report).toHaveLength(1 + 8);
  expect(new Set(report).size).toBe(1 + 8);
}

describe('an import', () => {
  it('takes each row in once, in many turns', async () => {
    const made = world();
    await made.run();
    holds(made);
    // Lines as an editor counts them: one for the header, sixty before the first that is refused.
    expect(made.objects.get('refused')!.toString()).toMatch(/^\ufeffline,reason,cell\r\n62,/);
  });

  it('comes to the same in windows and turns of any size', async () => {
    for (const [imported, checked] of [
      [1, 7],
      [13, 150],
      [500, 500],
    ] as const) {
      const made = world(undefined, { imported, checked });
      await made.run();
      holds(made);
    }
  });

  it('reads UTF-16 and Windows-1252 across the borders of what it makes UTF-8 at a time', async () => {
    for (const [encoding, mark] of [
      ['utf16le', '\ufeff'],
      ['latin1', ''],
    ] as const)
      for (const transcoded of [64, 66, 1_002]) {
        const made = world(Buffer.from(`${mark}${file()}`, encoding), { transcoded });
        await made.run();
        holds(made);
        expect(made.objects.get('utf8')?.toString()).toBe(file());
      }
    const emoji = Buffer.from(`\ufeffemail,first name,visits\n${'a@laden.org,😀😀😀,1\n'.repeat(40)}`, 'utf16le');
    const made = importWorld(emoji, { sizes: { transcoded: 50 } });
    await made.run();
    expect(made.objects.get('utf8')?.toString()).not.toContain('\ufffd');
    expect(made.kept()).toMatchObject({ counts: { rows: 40, added: 1, duplicates: 39, refused: 0 } });
  });

  it('counts and writes each row once, at whatever call the process dies', async () => {
    const quiet = world();
    await quiet.run();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: quiet.calls() }),
        fc.constantFrom('before', 'after'),
        async (call, when) => {
          const made = world();
          made.dieAt(call, when);
          expect(await made.run()).toBe(1);
          holds(made);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts and writes each row once, when every message comes to three workers at once', async () => {
    const made = world();
    await made.run({ atOnce: 3 });
    holds(made);
  });

  it('without evidence makes nobody mailable', async () => {
    const bare = importWorld(Buffer.from(`${columns.join(',')}\nada@laden.org,Ada,1\n`), { proven: false });
    await bare.run();
    expect(bare.kept().counts).toMatchObject({ added: 1, notMailable: 1 });
    expect(bare.memory.events[0]).toMatchObject({ state: 'unknown' });
  });

  it('of what counts up waits before anybody is taken in', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `user${at}@laden.org,Ada,1`);
    const made = importWorld(Buffer.from([columns.join(','), ...rows, ''].join('\n')));
    await made.run();
    expect(made.kept()).toMatchObject({ status: 'quarantined', warnings: [{ kind: 'sequential', quarantines: true }] });
    expect(made.memory.events).toHaveLength(0);
    made.release();
    await made.run();
    expect(made.kept()).toMatchObject({ status: 'done', counts: { rows: 40, added: 40 } });
  });

  it('of a file that is gone, or was posted anew, ends and says so', async () => {
    const made = world();
    made.forget();
    await made.run();
    expect(made.kept()).toMatchObject({ status: 'failed', counts: { rows: 0 } });
    expect(made.kept().because).toContain('files are kept for a day');
    expect(made.kept().progress).toBeUndefined();
  });

  it('of more than a million rows is refused before anybody is taken in', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `${nameOf(at)}.${at * 13}@laden.org,Ada,1`);
    const file = Buffer.from([columns.join(','), ...rows, ''].join('\n'));
    const made = importWorld(file, { rows: 999_951 });
    await made.run();
    expect(made.kept()).toMatchObject({ status: 'failed', because: 'the file has more than 1,000,000 rows: split it' });
    expect(made.memory.events).toHaveLength(0);
  });
});
