import { batch } from '#lambdas/platform/batch.ts';
import { growAgain } from '#lambdas/reporting/fold-growth.ts';
import { announcement, tell } from './announce-events.ts';
import type { Announcement } from './announce-events.ts';

/** Events that a reader of the stream gave up, whichever it was, read from the ledger by `assent redrive`. */
async function tellEverybody(told: Announcement): Promise<void> {
  await tell(told);
  await growAgain(told.contactId);
}

export const handler = batch(announcement, tellEverybody, () => undefined);
