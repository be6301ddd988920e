import type { Notice } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';

/** What a person agreed to, in the words that stood beside the boxes. */
export const sentencesOf = (notice: Notice, purposes: readonly Purpose[]): string[] =>
  purposes.flatMap((purpose) => notice.controls.filter(({ id }) => id === purpose).map(({ label }) => label));
