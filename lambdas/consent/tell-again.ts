import { batch } from '#lambdas/platform/batch.ts';
import { announcement, tell } from './announce-events.ts';

/** Events that the stream gave up, read from the ledger by `assent redrive`. */
export const handler = batch(announcement, tell, () => undefined);
