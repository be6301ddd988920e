import { beforeAll, describe, expect, it } from 'vitest';
import type { Challenge } from '#contract/sign-up.ts';
import { proofOfWork } from '#lambdas/sign-up/proof-of-work.ts';
import { solve } from '#test/support/solve.ts';

const proofs = proofOfWork('a deployment secret for tests');
const formId = 'formformform0001';
const now = new Date().toISOString();
const inMinutes = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

let challenge: Challenge;
let solved: string;
beforeAll(async () => {
  challenge = await proofs.challenge(formId, now);
  solved = await solve(challenge);
});

const altered = (change: (payload: { challenge: Challenge; solution: Record<string, unknown> }) => void) => {
  const payload = JSON.parse(atob(solved)) as { challenge: Challenge; solution: Record<string, unknown> };
  change(payload);
  return btoa(JSON.stringify(payload));
};

describe('a solved challenge', () => {
  it('is taken, and says by what it is to be remembered', async () => {
    expect(await proofs.check(solved, formId, now)).toEqual({
      challengeId: challenge.signature,
      expiresAt: challenge.parameters.expiresAt,
    });
  });

  it('is good for its form alone', async () => {
    expect(await proofs.check(solved, 'formformform0002', now)).toBeUndefined();
  });

  it('is good for an hour', async () => {
    expect(await proofs.check(solved, formId, inMinutes(59))).toBeDefined();
    expect(await proofs.check(solved, formId, inMinutes(60))).toBeUndefined();
  });

  it('is good where its secret is known', async () => {
    expect(await proofOfWork('another secret').check(solved, formId, now)).toBeUndefined();
  });

  it.each<[string, Parameters<typeof altered>[0]]>([
    ['less work', ({ challenge: { parameters } }) => (parameters.cost = 1)],
    ['a shorter prefix', ({ challenge: { parameters } }) => (parameters.keyPrefix = '0')],
    ['a longer life', ({ challenge: { parameters } }) => (parameters.expiresAt += 60)],
    ['another form', ({ challenge: { parameters } }) => (parameters.data.form = 'formformform0002')],
    ['a guessed key', ({ solution }) => (solution.derivedKey = '0'.repeat(64))],
    ['no solution', ({ solution }) => delete solution.derivedKey],
    ['a field more', ({ challenge: { parameters } }) => Object.assign(parameters, { extra: 1 })],
  ])('is nothing with %s', async (_, change) => {
    const payload = altered(change);
    expect(await proofs.check(payload, formId, now)).toBeUndefined();
    expect(await proofs.check(payload, 'formformform0002', now)).toBeUndefined();
  });

  it.each(['', 'x', '%%%', btoa('null'), btoa('{}'), btoa('[1]'), btoa('{"__proto__":{}}')])(
    'is not %j',
    async (payload) => {
      expect(await proofs.check(payload, formId, now)).toBeUndefined();
    },
  );
});
