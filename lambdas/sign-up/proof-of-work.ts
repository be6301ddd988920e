import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { hkdfSync, randomInt } from 'node:crypto';
import { challenge, solvedChallenge } from '#contract/sign-up.ts';
import type { Challenge } from '#contract/sign-up.ts';
import { epochSeconds, later, minute } from '#lambdas/platform/clock.ts';

/** A challenge that was solved. It is good once: whoever takes it remembers `challengeId` until it expires. */
export interface Proof {
  readonly challengeId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** ALTCHA, made and judged here: no third party sees the visitor. */
export interface ProofOfWork {
  challenge(formId: string, now: string): Promise<Challenge>;
  /** @returns undefined for whatever is not a solution of a challenge that this form set less than an hour ago */
  check(payload: string, formId: string, now: string): Promise<Proof | undefined>;
}

// About a second on a laptop, three on an old telephone; the server makes one try and checks none.
const effort = { algorithm: 'PBKDF2/SHA-256', cost: 5_000, keyLength: 32 } as const;
const tries = { least: 200, most: 1_000 } as const;
const lifeMs = 60 * minute;

export function proofOfWork(secret: string): ProofOfWork {
  const keyFor = (use: string): string => Buffer.from(hkdfSync('sha256', secret, '', use, 32)).toString('base64url');
  const secrets = {
    hmacSignatureSecret: keyFor('assent challenges'),
    hmacKeySignatureSecret: keyFor('assent challenge solutions'),
  };
  return {
    async challenge(form, now) {
      const made = await createChallenge({
        ...effort,
        ...secrets,
        deriveKey,
        counter: randomInt(tries.least, tries.most + 1),
        expiresAt: epochSeconds(later(now, lifeMs)),
        data: { form, most: tries.most },
      });
      return challenge().parse(made);
    },
    async check(payload, formId, now) {
      const given = solvedChallenge().safeParse(jsonOf(payload));
      if (!given.success) return undefined;
      const { parameters, signature } = given.data.challenge;
      if (parameters.data.form !== formId || parameters.expiresAt <= epochSeconds(now)) return undefined;
      const { verified } = await verifySolution({ ...given.data, ...secrets, deriveKey });
      return verified ? { challengeId: signature, expiresAt: parameters.expiresAt } : undefined;
    },
  };
}

function jsonOf(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
  } catch {
    // Whatever is not JSON solves nothing.
    return undefined;
  }
}
