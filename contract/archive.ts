import * as z from 'zod';
import { clientId } from './common.ts';
import { mailProvider } from './figures.ts';
import { messageStatus } from './reporting.ts';

/**
 * One line of the archive: something that SES said of a message, as it was taken in. Flat, for SQL; what is not known is left out.
 * No address, no network address, no program, no link: a person and a message are keyed hashes, and not the same at two clients.
 */
export const archivedOutcome = z.strictObject({
  v: z.literal(1),
  /** The same whenever SES tells the same again. */
  id: z.string(),
  /** ISO 8601, with milliseconds. */
  happened: z.string(),
  /** Of that moment (UTC). Lines are kept apart by day and client. */
  day: z.string(),
  client: clientId,
  campaign: z.string().optional(),
  variant: z.enum(['a', 'b']).optional(),
  purpose: z.string(),
  message: z.string(),
  contact: z.string().optional(),
  /** When we took the message up to send it. */
  claimed: z.string(),
  outcome: messageStatus,
  provider: mailProvider.optional(),
  /** SES's word for why. */
  because: z.string().optional(),
  /** `5.1.1`: what the receiving server said (RFC 3463). */
  code: z.string().optional(),
  /** Of a click: the link's place in the content. */
  link: z.string().optional(),
  /** Of an opening or a click: what gave a machine away, by lambdas/reporting/rules/activity.ts, with spaces between. */
  hints: z.string().optional(),
});
export type ArchivedOutcome = z.output<typeof archivedOutcome>;
