import * as z from 'zod';
import { instant } from './common.ts';

/** Of what there was more than may be. */
export const excessKind = z.enum(['complaints', 'hard_bounces', 'rejects']);
export type ExcessKind = z.output<typeof excessKind>;

/** A rate over its limit, with the figures behind it. */
export const excess = z.strictObject({
  /** Whose mail was counted: the campaign's, the client's, or all of this account. */
  scope: z.enum(['campaign', 'client', 'account']),
  what: excessKind,
  count: z.int(),
  /** Of so many: deliveries for complaints, messages that came to an end for the others. */
  of: z.int(),
  /** Count by of: 0.001 is one in a thousand. */
  share: z.number(),
  limit: z.number(),
  /** Over the last so many hours, or since somebody resumed. */
  hours: z.int(),
});
export type Excess = z.output<typeof excess>;

/** What SES itself said. */
export const finding = z.strictObject({
  /** Of the client's tenant, or of the whole account. */
  scope: z.enum(['client', 'account']),
  /** `BOUNCE`, `COMPLAINT`, …; `SENDING`: it sends nothing more; `REVIEW`: people at SES look into the account. */
  about: z.string(),
  says: z.string(),
});

/** Why a campaign was stopped by itself. Goes when a person resumes it, with a reason. */
export const held = z.strictObject({
  at: instant,
  /** Rates over their limit; none when it was SES that found something. */
  excess: z.array(excess),
  finding: finding.optional(),
  /** What SES named as causes, and how often: sub-types of bounces, types of complaints. */
  causes: z.record(z.string(), z.int()),
});
export type Held = z.output<typeof held>;
