import type { Purpose } from '#contract/sign-up.ts';
import { afterPreferences } from './standing-after.ts';
import type { Step } from './standing-after.ts';
import type { Standing } from './standing.ts';

/** One step for each list whose boxes change, each from the one before it; none when all is as chosen already. */
export function afterChoices(
  before: Standing,
  chosen: ReadonlyMap<string, readonly Purpose[]>,
  at: string,
  globalPrivacyControl: boolean,
): Step[] {
  const steps: Step[] = [];
  for (const [listId, purposes] of chosen) {
    const step = afterPreferences(steps.at(-1)?.standing ?? before, listId, purposes, at, globalPrivacyControl);
    if (step) steps.push(step);
  }
  return steps;
}
