import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProofBundle } from '#contract/consent.ts';
import { merkleTree } from '#lambdas/consent/rules/merkle.ts';
import { afterConfirmation } from '#lambdas/consent/rules/standing-after.ts';
import { exportLedger } from '../../bin/commands/ledger.ts';
import { at, listId, notice, requested } from '#test/support/people.ts';

function honest(): ProofBundle {
  const { ada, step, pending } = requested();
  const given = afterConfirmation(step.standing, listId, pending, at(2), ada.sealFor);
  const { contactId, clientId } = ada.known;
  return {
    format: 'assent-consent-proof',
    schemaVersion: 2,
    exportedAt: at(9),
    contactId,
    clientId,
    head: { seq: 2, hash: given.event.hash },
    events: [step.event, given.event],
    notices: [notice],
  };
}

const folder = mkdtempSync(path.join(tmpdir(), 'assent-ledger-'));
const fileOf = (name: string, content: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

/** `assent ledger verify …`, with nothing in its environment. */
function verify(args: string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['bin/assent.mjs', 'ledger', 'verify', ...args], {
    env: { PATH: process.env.PATH },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })));
}

describe('assent ledger verify', () => {
  it('says that an honest bundle is valid, and what nobody witnesses', async () => {
    const { code, out } = await verify([fileOf('honest.json', JSON.stringify(honest()))]);
    expect(code).toBe(0);
    expect(out).toContain('Valid: 2 events, up to event 2, none changed, removed or added.');
    expect(out).toContain('Event 2 was the newest when this was exported');
    expect(out).toContain('Without a checkpoint');
  });

  it('prints the root that is to be compared, or compares it', async () => {
    const bundle = honest();
    const { seq, hash } = bundle.head;
    const { root } = merkleTree([{ contactId: bundle.contactId, seq, hash }]);
    const checkpoint = { schemaVersion: 1, day: '2026-11-24', at: at(8), size: 1, root };
    const file = fileOf(
      'witnessed.json',
      JSON.stringify({ ...bundle, checkpoint, inclusion: { seq, hash, index: 0, path: [] } }),
    );
    const told = await verify([file]);
    expect(told.code).toBe(0);
    expect(told.out).toContain(
      `The checkpoint of 2026-11-24 witnesses them up to event 2, if its root is the one that was kept: ${root}`,
    );
    expect(told.out).toContain('checkpoints/2026-11-24.json');
    expect(await verify([file, '--root', root])).toMatchObject({
      code: 0,
      out: expect.stringContaining('with the root that you named') as string,
    });
    expect(await verify([file, '--root', 'A'.repeat(43)])).toMatchObject({
      code: 1,
      out: expect.stringContaining(`has the root ${root}, not ${'A'.repeat(43)}`) as string,
    });
  });

  it('says of a bundle of the first kind what it cannot tell', async () => {
    const { head: _head, ...rest } = honest();
    const { code, out } = await verify(['-'], JSON.stringify({ ...rest, schemaVersion: 1 }));
    expect(code).toBe(0);
    expect(out).toContain('without the head of its chain');
  });

  it('names the event that was changed, with exit code 1', async () => {
    const bundle = honest();
    const events = bundle.events.map((event, index) => (index === 1 ? { ...event, at: at(3) } : event));
    const { code, out } = await verify([fileOf('changed.json', JSON.stringify({ ...bundle, events }))]);
    expect([code, out]).toEqual([
      1,
      'Not valid: 1 finding.\n  event 2 was changed: its content does not have its hash\n',
    ]);
  });

  it('says in one sentence that a file is no proof bundle', async () => {
    const { code, out, err } = await verify(['package.json']);
    expect([code, out, err]).toEqual([
      1,
      'Not valid: this is not a proof bundle: those come from `assent ledger export`, or from "Download my record" on a preference page.\n',
      '',
    ]);
  });

  it.each([
    ['a value of another kind', ([one]: object[]) => ({ events: [{ ...one, seq: 'first' }] }), 'events.0.seq'],
    ['a field that none has', () => ({ admin: true }), 'admin'],
    ['several', ([one]: object[]) => ({ events: [{ ...one, seq: 0, at: 'now' }] }), 'events.0.seq, and 1 more'],
  ])('names the place where a bundle is not as it was written: %s', async (_, changed, place) => {
    const bundle = honest();
    const { code, out } = await verify(['-'], JSON.stringify({ ...bundle, ...changed(bundle.events) }));
    expect([code, out]).toEqual([1, `Not valid: this proof bundle is not as it was written: ${place}.\n`]);
  });

  it('reads standard input, and prints JSON', async () => {
    const { code, out } = await verify(
      ['-', '--json'],
      JSON.stringify({ ...honest(), events: honest().events.slice(1) }),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      findings: expect.arrayContaining([expect.objectContaining({ kind: 'event_removed', seq: 1 })]) as unknown,
    });
  });

  it.each([
    ['what is not JSON', ['-'], 'hello', 'the input is not JSON, so not a proof bundle\n'],
    ['a file that is not there', [path.join(folder, 'none.json')], '', 'there is no file'],
  ])('says in a sentence that it cannot read %s', async (_, args, input, sentence) => {
    const { code, err } = await verify(args, input);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).not.toContain('    at ');
  });
});

describe('exporting a ledger', () => {
  it('writes a file that only its owner reads, and never writes over one', async () => {
    const bundle = honest();
    const call = () => Promise.resolve(bundle) as Promise<never>;
    const out = path.join(folder, 'export.json');
    const asked = { clientId: bundle.clientId, contactId: bundle.contactId, out };
    await exportLedger(call, asked);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(JSON.parse(JSON.stringify(bundle)));
    expect(statSync(out).mode & 0o777).toBe(0o600);
    await expect(exportLedger(call, asked)).rejects.toThrow('EEXIST');
  });
});
