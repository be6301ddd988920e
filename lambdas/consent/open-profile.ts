import { sealedDetails } from '#contract/consent.ts';
import type { SealedDetails } from '#contract/consent.ts';
import { open } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import type { Standing } from './rules/standing.ts';

/** The person behind a standing, as they are now. @returns undefined once they were erased */
export function openProfile(sealer: Sealer, standing: Standing): SealedDetails | undefined {
  const { contactId, salt, sealed, sealedSeq } = standing;
  if (salt === undefined || sealed === undefined || sealedSeq === undefined) return undefined;
  return sealedDetails().parse(open(sealer.keyOf(salt, contactId), { contactId, seq: sealedSeq }, sealed));
}
