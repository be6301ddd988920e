import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { nearestTo } from './nearest.ts';

const retentions = {
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
};

const domainName = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'is not a domain like mail.example.com');

const shape = z.strictObject({
  /** The SES identity that mail comes from: a domain of yours, best one of its own (mail.example.com). */
  mailFromDomain: domainName,
  /** A domain of yours that the public pages are reached by. Needs certificateArn. */
  domain: domainName.optional(),
  /** The certificate of that domain; CloudFront takes it from us-east-1 only. */
  certificateArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[a-f0-9-]+$/,
      'is not the ARN of a certificate in us-east-1, where CloudFront looks for it',
    )
    .optional(),
  /** Where the public pages are reached, when something other than `domain` leads there. No slash at the end. */
  publicUrl: z
    .string()
    .regex(/^https?:\/\/[^/?#]+$/, 'is not an address like https://news.example.com')
    .optional(),
  /** Gets a mail for each alarm, after agreeing to it once. */
  alarmEmail: z.email('is not an e-mail address').optional(),
  logRetentionDays: z
    .union([z.literal(7), z.literal(14), z.literal(30), z.literal(90)])
    .default(30)
    .transform((days) => retentions[days]),
  /** Off: data outlives the stacks (RETAIN, recovery to a point in time, deletion protection). On: everything goes with them. */
  throwAway: z.boolean().default(false),
  /** `required`: nobody signs in without a one-time code. */
  mfa: z.enum(['optional', 'required']).default('optional'),
  /** A web ACL before the distribution. The only thing here that needs us-east-1. */
  waf: z.boolean().default(false),
  /** `on`: odd sign-ups have to prove work before they are taken. `always`: all have to. */
  proofOfWork: z.enum(['on', 'off', 'always']).default('on'),
  /** DNS servers that are asked whether a domain takes mail; the function's own unless set. `address` or `address:port`. */
  dnsServers: z
    .array(z.string().regex(/^[0-9a-f.:[\]]{3,60}$/, 'is not an address of a DNS server like 10.0.0.2'))
    .default([]),
  /** The small line at the foot of public pages; empty for none. */
  footLine: z.string().max(60, 'is longer than 60 characters').default('Sent with Assent'),
  /** Webhook endpoints with private addresses that may be named all the same, as `host:port`. */
  privateWebhookHosts: z.array(z.string().regex(/^[a-z0-9.-]+:\d{1,5}$/, 'is not host:port')).default([]),
  /**
   * How daily checkpoints are kept from being changed (S3 Object Lock). `governance`: only who is allowed to bypass it may;
   * `compliance`: nobody, the account's root included; `off`: versions alone. A throw-away deployment has no lock.
   */
  checkpointLock: z
    .strictObject({
      mode: z.enum(['governance', 'compliance', 'off']).default('governance'),
      days: z.int().min(1).max(36_500).default(400),
    })
    .default({ mode: 'governance', days: 400 }),
  /** Clients without a domain of their own may send from a sub-domain of mailFromDomain (docs/senders.md). */
  clientSubdomains: z.boolean().default(false),
  /** Takes mail to unsubscribe@ the mail domain, where the region has SES receiving (docs/consent.md). */
  receiveUnsubscribes: z.boolean().default(false),
});

/** What a deployment may set, under `assent` in the CDK context (cdk.json, or `-c assent='{…}'`). docs/deploy.md explains each. */
export const settings = shape.refine(
  ({ domain, certificateArn }) => (domain === undefined) === (certificateArn === undefined),
  { path: ['domain'], message: 'goes with certificateArn: set both, or neither' },
);
export type Settings = z.output<typeof settings>;

/** @param context the value of `assent`: an object, or its JSON. @throws with a sentence for each setting that is wrong */
export function settingsFrom(context: unknown): Settings {
  const given = typeof context === 'string' ? jsonOf(context) : (context ?? {});
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const sentences = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(unknownSetting)
      : [`${issue.path.join('.') || 'assent'}: ${issue.message}`],
  );
  throw new Error(`the settings under "assent" in the CDK context are not right:\n  ${sentences.join('\n  ')}`);
}

function unknownSetting(name: string): string {
  const known = Object.keys(shape.shape);
  const meant = nearestTo(name, known);
  return `unknown setting ${name}${meant === undefined ? '' : `, did you mean ${meant}?`}: known are ${known.join(', ')}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`the CDK context "assent" is neither an object nor JSON: ${text.slice(0, 60)}`, { cause });
  }
}
