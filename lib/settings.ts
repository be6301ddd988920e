import { isIP, isIPv6 } from 'node:net';
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

/** `10.0.0.2`, `10.0.0.2:53`, `fd00::2`, `[fd00::2]:53`: what Node's resolver takes. */
function isDnsServer(text: string): boolean {
  const [, bracketed, plain = '', port = '53'] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isAddress = bracketed === undefined ? isIP(plain) !== 0 : isIPv6(bracketed);
  return isIP(text) !== 0 || (isAddress && Number(port) > 0 && Number(port) <= 65_535);
}

const checkpointLock = z.strictObject({
  mode: z.enum(['governance', 'compliance', 'off']).default('governance'),
  days: z.int().min(1).max(36_500).default(400),
});

const rateLimit = z.strictObject({
  share: z.number().positive('is not a share like 0.001').max(1, 'is more than all'),
  least: z.int().min(1),
});
const rateLimits = z.strictObject({ complaints: rateLimit, hard_bounces: rateLimit, rejects: rateLimit });

const rampUp = z.strictObject({
  firstDay: z.int().min(1).default(500),
  growth: z.number().min(1.05, 'is less than 1.05').max(5, 'is more than 5').default(1.5),
  except: z.array(domainName).default([]),
});

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
    .literal([7, 14, 30, 90])
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
  dnsServers: z.array(z.string().refine(isDnsServer, 'is not an address of a DNS server like 10.0.0.2')).default([]),
  /** The small line at the foot of public pages: this one in the language of the page, another as it stands; empty for none. */
  footLine: z.string().max(60, 'is longer than 60 characters').default('Sent with Assent'),
  /** Webhook endpoints with private addresses that may be named all the same, as `host:port`. */
  privateWebhookHosts: z.array(z.string().regex(/^[a-z0-9.-]+:\d{1,5}$/, 'is not host:port')).default([]),
  /**
   * How daily checkpoints are kept from being changed (S3 Object Lock). `governance`: only who is allowed to bypass it may;
   * `compliance`: nobody, the account's root included; `off`: versions alone. A throw-away deployment has no lock.
   */
  checkpointLock: checkpointLock.default({ mode: 'governance', days: 400 }),
  /** Clients without a domain of their own may send from a sub-domain of mailFromDomain (docs/senders.md). */
  clientSubdomains: z.boolean().default(false),
  /** Campaigns are stopped by themselves from these shares on, where there are at least so many (docs/protection.md). */
  rateLimits: rateLimits.default({
    complaints: { share: 0.001, least: 3 },
    hard_bounces: { share: 0.05, least: 10 },
    rejects: { share: 0.01, least: 3 },
  }),
  /** Campaigns from a new sender domain begin with so many messages a day, and grow by this factor; off unless set (docs/sending.md). */
  rampUp: rampUp.optional(),
  /** How long outcomes of messages stay in the archive for analysts; openings and clicks may for 13 months (docs/analysis.md). */
  archiveDays: z.int().min(1).max(390, 'is longer than 13 months (390 days)').default(390),
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
  const result = settings.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  const sentences = result.error.issues.flatMap(sentencesFor);
  throw new Error(`the settings under "assent" in the CDK context are not right:\n  ${sentences.join('\n  ')}`);
}

const missingDomain =
  'is missing: the domain that mail comes from. In cdk.json, under "context": "assent": {"mailFromDomain":"mail.example.com"}, or on the command line: -c assent=\'{"mailFromDomain":"mail.example.com"}\'';

function sentencesFor(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownSetting(issue.path.join('.'), key));
  const name = issue.path.join('.') || 'assent';
  return [`${name}: ${name === 'mailFromDomain' && issue.input === undefined ? missingDomain : claimOf(issue)}`];
}

/** Our own messages say it already; of zod's, those that do not say what works. */
function claimOf(issue: z.core.$ZodIssue): string {
  const is = `is ${JSON.stringify(issue.input)}`;
  if (issue.code === 'invalid_value') return `${is}: ${oneOf(issue.values.map((value) => JSON.stringify(value)))}`;
  if (issue.code !== 'invalid_type') return issue.message;
  return `${is}: ${issue.expected === 'boolean' ? 'true or false' : `should be a value of type ${issue.expected}`}`;
}

const oneOf = (values: readonly (string | undefined)[]): string =>
  [values.slice(0, -1).join(', '), values.at(-1)].filter(Boolean).join(' or ');

const nested: Readonly<Record<string, z.ZodObject>> = { checkpointLock, rateLimits, rampUp };

/** @param within the setting that it was found in, empty at the top */
function unknownSetting(within: string, key: string): string {
  if (within === '' && key === 'region')
    return 'region is no setting: it is that of your AWS credentials, or AWS_REGION where you deploy';
  const prefix = within === '' ? '' : `${within}.`;
  const names = Object.keys((nested[within] ?? shape).shape);
  const meant = nearestTo(key, names);
  const known = names.map((name) => `${prefix}${name}`).join(', ');
  return `unknown setting ${prefix}${key}${meant === undefined ? '' : `, did you mean ${prefix}${meant}?`}: known are ${known}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`the CDK context "assent" is neither an object nor JSON: ${text.slice(0, 60)}`, { cause });
  }
}
