import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsentEvent, ProofBundle } from '#contract/consent.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { merkleTree } from '#lambdas/consent/rules/merkle.ts';
import type { Leaf } from '#lambdas/consent/rules/merkle.ts';
import { verifyProof } from '#lambdas/consent/rules/proof.ts';
import { afterConfirmation, afterErasure, afterPreferences, afterStop } from '#lambdas/consent/rules/standing-after.ts';
import { at, id, listId, notice, person, requested } from '#test/support/people.ts';

/** Requested, given, changed, withdrawn; a checkpoint among 12 other chains that saw the first `witnessed` events. */
function bundle(witnessed = 4): ProofBundle {
  const { ada, step: first, pending } = requested(person(), ['marketing_email', 'open_tracking']);
  const second = afterConfirmation(first.standing, listId, pending, at(2), ada.sealFor);
  const third = afterPreferences(second.standing, listId, ['marketing_email'], at(3))!;
  const fourth = afterStop(third.standing, {
    reason: 'unsubscribed',
    channel: 'one_click',
    at: at(4),
    entityId: 'person',
  })!;
  const events = [first, second, third, fourth].map(({ event }) => event);
  const head = events[witnessed - 1]!;
  const { contactId } = ada.known;
  const own: Leaf = { contactId, seq: head.seq, hash: head.hash };
  const leaves = [
    own,
    ...Array.from({ length: 12 }, (_, index) => ({ contactId: id(), seq: 1, hash: sha256Of(`${index}`) })),
  ];
  leaves.sort((one, other) => (one.contactId < other.contactId ? -1 : 1));
  const tree = merkleTree(leaves);
  const index = leaves.indexOf(own);
  return {
    format: 'assent-consent-proof',
    schemaVersion: 2,
    exportedAt: at(9),
    contactId,
    clientId: ada.known.clientId,
    head: { seq: 4, hash: fourth.event.hash },
    events,
    notices: [notice],
    contactKey: ada.key.toString('base64url'),
    checkpoint: { schemaVersion: 1, day: '2026-11-24', at: at(8), size: tree.size, root: tree.root },
    inclusion: { seq: own.seq, hash: own.hash, index, path: tree.pathOf(index) },
  };
}

const findings = (input: unknown) => {
  const verdict = verifyProof(input);
  return verdict.valid ? [] : verdict.findings.map(({ kind, seq }) => [kind, seq]);
};
const with_ = (events: (all: ConsentEvent[]) => ConsentEvent[], from = bundle()) => ({
  ...from,
  events: events([...from.events]),
});

describe('an honest bundle', () => {
  it('verifies, and says how far the checkpoint witnesses it', () => {
    const honest = bundle(3);
    expect(verifyProof(honest)).toEqual({
      valid: true,
      events: 4,
      upTo: 4,
      headKnown: true,
      witnessedUpTo: 3,
      checkpointDay: '2026-11-24',
      checkpointRoot: honest.checkpoint!.root,
      rootCompared: false,
    });
    expect(verifyProof(honest, { root: honest.checkpoint!.root })).toMatchObject({ valid: true, rootCompared: true });
  });

  it('of the first kind is still read, and said to have no head', () => {
    const { head: _head, ...rest } = bundle();
    expect(verifyProof({ ...rest, schemaVersion: 1 })).toMatchObject({ valid: true, upTo: 4, headKnown: false });
  });

  it('verifies without the key and without a checkpoint', () => {
    const { contactKey: _key, checkpoint: _checkpoint, inclusion: _inclusion, ...rest } = bundle();
    expect(verifyProof(rest)).toMatchObject({ valid: true, witnessedUpTo: 0 });
  });

  it('survives being written and read as JSON', () => {
    expect(verifyProof(JSON.parse(JSON.stringify(bundle())))).toMatchObject({ valid: true });
  });
});

it('a chain whose person was erased still verifies, and says no more about them', () => {
  const { ada, step: first, pending } = requested();
  const second = afterConfirmation(first.standing, listId, pending, at(2), ada.sealFor);
  const third = afterErasure(second.standing, at(3))!;
  const { contactId, clientId } = ada.known;
  const events = [first, second, third].map(({ event }) => event);
  const head = { seq: 3, hash: third.event.hash };
  const own = { ...bundle(), contactId, clientId, head, events };
  const rest: ProofBundle = { ...own, checkpoint: undefined, inclusion: undefined };
  expect(verifyProof({ ...rest, contactKey: undefined })).toMatchObject({ valid: true, events: 3 });
});

describe('a bundle that was tampered with', () => {
  it.each([1, 2, 3, 4])('names event %i when its time is changed', (seq) => {
    expect(
      findings(with_((all) => all.map((each) => (each.seq === seq ? { ...each, at: at(59) } : each)))),
    ).toContainEqual(['event_changed', seq]);
  });

  it.each([1, 2, 3, 4])('names event %i when it is removed, be it first, in between, or last', (seq) => {
    expect(findings(with_((all) => all.filter((each) => each.seq !== seq)))).toContainEqual(['event_removed', seq]);
  });

  it('names the tail when several are cut off', () => {
    const found = findings(with_((all) => all.slice(0, 2)));
    expect(found).toContainEqual(['event_removed', 3]);
    expect(found).toContainEqual(['event_removed', 4]);
  });

  it.each([1, 2, 3])(
    'names the last %i events when they are cut off and nothing but the head witnesses them',
    (cut) => {
      const { checkpoint: _checkpoint, inclusion: _inclusion, ...unwitnessed } = bundle();
      const found = findings({ ...unwitnessed, events: unwitnessed.events.slice(0, 4 - cut) });
      expect(found).toEqual(Array.from({ length: cut }, (_, offset) => ['event_removed', 5 - cut + offset]));
    },
  );

  it('is not valid without any event, be it of the first kind or of this one', () => {
    const { head: _head, checkpoint: _checkpoint, inclusion: _inclusion, ...rest } = bundle();
    expect(findings({ ...rest, schemaVersion: 1, events: [] })).toEqual([['event_removed', 1]]);
    expect(findings({ ...bundle(), events: [] })).toContainEqual(['event_removed', 1]);
  });

  it('finds a head that is not that of the chain', () => {
    const honest = bundle();
    expect(findings({ ...honest, head: { ...honest.head, hash: sha256Of('another') } })).toEqual([
      ['event_changed', 4],
    ]);
    expect(findings({ ...honest, head: { seq: 3, hash: honest.events[2]!.hash } })).toEqual([['event_added', 4]]);
    const { head: _head, ...rest } = honest;
    expect(findings(rest)).toEqual([['malformed', undefined]]);
  });

  it.each(['checkpoint', 'inclusion'] as const)('finds that its %s was removed', (part) => {
    expect(findings({ ...bundle(), [part]: undefined })).toEqual([['checkpoint_mismatch', undefined]]);
  });

  it('finds a checkpoint that says to be of another day', () => {
    const honest = bundle();
    const checkpoint = { ...honest.checkpoint!, day: '2026-11-25' };
    expect(findings({ ...honest, checkpoint })).toEqual([['checkpoint_mismatch', undefined]]);
  });

  it('finds that its root is not the one that was kept, or that it has none', () => {
    const { checkpoint, inclusion, ...rest } = bundle();
    const root = sha256Of('another');
    for (const input of [{ ...rest, checkpoint, inclusion }, rest])
      expect(verifyProof(input, { root })).toMatchObject({ valid: false, findings: [{ kind: 'checkpoint_mismatch' }] });
  });

  it('names what is missing in one line where it would be endless', () => {
    const honest = bundle();
    const found = findings({ ...honest, head: { ...honest.head, seq: Number.MAX_SAFE_INTEGER } });
    expect(found).toEqual([['event_removed', 5]]);
  });

  it('finds an event that was added twice', () => {
    expect(findings(with_((all) => [...all.slice(0, 2), all[1]!, ...all.slice(2)]))).toContainEqual(['event_added', 2]);
  });

  it('finds an event rewritten with a hash that fits it, by the checkpoint or by the one after', () => {
    const other = bundle();
    const mixed = with_((all) => [...all.slice(0, 3), { ...other.events[3]!, contactId: all[0]!.contactId }]);
    expect(findings(mixed).length).toBeGreaterThan(0);
  });

  it('finds another notice text', () => {
    expect(
      findings({ ...bundle(), notices: [{ ...notice, text: 'Harbour Books sells your address.' }] }),
    ).toContainEqual(['notice_changed', 1]);
  });

  it('finds a checkpoint with another root', () => {
    const honest = bundle();
    expect(findings({ ...honest, checkpoint: { ...honest.checkpoint!, root: sha256Of('another') } })).toEqual([
      ['checkpoint_mismatch', undefined],
    ]);
  });

  it('finds a key that does not open what is sealed', () => {
    expect(findings({ ...bundle(), contactKey: Buffer.alloc(32).toString('base64url') })).toContainEqual([
      'sealed_unreadable',
      1,
    ]);
  });

  it('calls what is no bundle malformed', () => {
    expect(findings({ hello: 'world' })).toEqual([['malformed', undefined]]);
  });

  it('is found whatever single string of an event is altered', () => {
    const honest = bundle();
    const strings = honest.events.flatMap((event, index) =>
      Object.entries(event).flatMap(([field, value]) => (typeof value === 'string' ? [{ index, field, value }] : [])),
    );
    fc.assert(
      fc.property(fc.constantFrom(...strings), fc.nat(), ({ index, field, value }, where) => {
        const place = where % value.length;
        const altered = `${value.slice(0, place)}${value[place] === 'A' ? 'B' : 'A'}${value.slice(place + 1)}`;
        const events = honest.events.map((event, at) => (at === index ? { ...event, [field]: altered } : event));
        expect(verifyProof({ ...honest, events }).valid).toBe(false);
      }),
    );
  });
});
