import * as z from 'zod';

/**
 * Where a message stands, in rising rank. Each follows from what SES answered or reported; none is ever taken back, but for
 * `waiting`, from which a message may be claimed again.
 */
export const messageStatus = z.enum([
  /** Nobody is sending it: SES said that it did not take it, and that trying again may help. */
  'waiting',
  /** Somebody is sending it, or died over it. */
  'claimed',
  /** SES may have it: its answer was lost. Never sent again by itself. */
  'unknown',
  'sent',
  'delayed',
  'soft_bounced',
  'delivered',
  'opened',
  'clicked',
  /** By us, right before SES: the person may not be mailed. */
  'refused',
  /** By SES: it will never take this message. */
  'rejected',
  'failed',
  /** Not delivered, because SES has the address on a list. */
  'suppressed',
  'invalid',
  'bounced',
  'complained',
]);
/** SES does not have it, or nobody knows: it is in no figures. */
export const uncounted: readonly string[] = ['waiting', 'claimed', 'unknown', 'refused'] satisfies MessageStatus[];
export type MessageStatus = z.output<typeof messageStatus>;

const told = z.string().max(200);
const about = <S extends z.ZodRawShape>(shape: S) => z.looseObject({ timestamp: told, ...shape });

/** Our tags are arrays here, as all tags are. `message` is on every message of ours. */
const mail = z.looseObject({
  messageId: told,
  timestamp: told,
  tags: z.looseObject({ message: z.tuple([told]), contact: z.tuple([told]).optional() }),
});

const event = <T extends string, S extends z.ZodRawShape>(eventType: T, shape: S) =>
  z.looseObject({ eventType: z.literal(eventType), mail, ...shape });

/**
 * What SES reports about a message, as SNS carries it and as our rules of EventBridge cut it down (requirements.md 4.1).
 * What SES adds is let through and not looked at; an event of a kind that is not here is refused, and so is kept.
 */
export const messageEvent = z.discriminatedUnion('eventType', [
  event('Send', {}),
  event('Delivery', { delivery: about({}) }),
  event('DeliveryDelay', { deliveryDelay: about({ delayType: told }) }),
  event('Bounce', {
    bounce: about({ bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']), bounceSubType: told }),
  }),
  event('Complaint', { complaint: about({ complaintFeedbackType: told.nullish() }) }),
  event('Reject', {}),
  event('Rendering Failure', {}),
  /** Of SES's own contact lists, which nobody here is on. */
  event('Subscription', { subscription: about({}) }),
  event('Open', { open: about({ userAgent: z.string().nullish() }) }),
  // `link`: which it was, where it said so (`ses:tags`). Its address may hold what is somebody's, and is not asked for.
  event('Click', {
    click: about({
      userAgent: z.string().nullish(),
      linkTags: z.looseObject({ link: z.array(told).optional() }).nullish(),
    }),
  }),
]);
export type MessageEvent = z.output<typeof messageEvent>;

const ofAccount = { time: z.iso.datetime(), resources: z.array(z.string().max(500)).default([]) };

/**
 * What SES says of the account, or of the tenant that `resources` names: only EventBridge has it. "Resolved" is "Closed" on one page
 * of its guide.
 */
export const accountEvent = z.discriminatedUnion('detail-type', [
  z.looseObject({
    ...ofAccount,
    'detail-type': z.enum([
      'Advisor Recommendation Status Open',
      'Advisor Recommendation Status Resolved',
      'Advisor Recommendation Status Closed',
    ]),
    detail: z.looseObject({
      data: z.string().max(2000),
      metadata: z.looseObject({ type: told, impact: told.optional() }),
    }),
  }),
  z.looseObject({
    ...ofAccount,
    'detail-type': z.enum(['Sending Status Enabled', 'Sending Status Disabled']),
    detail: z.looseObject({
      data: z.looseObject({ record: z.looseObject({ cause: z.string().max(1000).optional() }).optional() }),
    }),
  }),
]);
export type AccountEvent = z.output<typeof accountEvent>;
export const accountEventTypes = [
  'Advisor Recommendation Status Open',
  'Advisor Recommendation Status Resolved',
  'Advisor Recommendation Status Closed',
  'Sending Status Enabled',
  'Sending Status Disabled',
] as const satisfies readonly AccountEvent['detail-type'][];

/** SES says this once when a topic is attached to a configuration set. */
export const topicAttached = 'Successfully validated SNS topic for Amazon SES event publishing.';
