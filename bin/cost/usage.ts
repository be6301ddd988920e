import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Of one message, or of one event. */
const use = z.object({
  reads: z.number(),
  writes: z.number(),
  invocations: z.number(),
  /** That functions wait for others, in seconds. */
  waitedSeconds: z.number(),
  logBytes: z.number(),
  queued: z.number(),
  /** By Firehose, in steps of 5 kB. */
  archivedBytes: z.number(),
});
const person = z.object({ reads: z.number(), writes: z.number(), storedBytes: z.number() });

/** What `npm run bench` measured and wrote (bench/usage/); test/bin/cost.test.ts measures it again. */
export const usageShape = z.object({
  plan: use,
  send: use,
  foldSent: use,
  events: z.record(z.enum(['Send', 'Delivery', 'Open', 'Click', 'Bounce']), z.object({ record: use, fold: use })),
  /** In the table Delivery, for a message. */
  storedBytes: z.number(),
  confirmed: person,
  imported: person,
  idle: z.object({
    alarmMetrics: z.number(),
    compositeAlarms: z.number(),
    dashboards: z.number(),
    secrets: z.number(),
    queueReaders: z.number(),
    runs: z.number(),
    loudRuns: z.number(),
    keys: z.number(),
  }),
});
export type Usage = z.output<typeof usageShape>;
export type Use = z.output<typeof use>;

export const usage = usageShape.parse(JSON.parse(readFileSync(new URL('usage.json', import.meta.url), 'utf8')));

/** What is not measured here, and where it is from. */
export const known = {
  /** Of one core, as Lambda gives it by memory: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  coresAtGb: 1_024 / 1_769,
  /** CPU of a message and of an event, of one core: docs/performance.md. */
  cpuSecondsOfMessage: 1 / 1_840,
  cpuSecondsOfEvent: 1 / 4_400,
  /** GB of the functions: lib/sending.ts, lib/reporting.ts. */
  gbOfSending: 1,
  gbOfEvents: 0.5,
  gbOfFolding: 1,
  gbOfJobs: 0.5,
  /** Lambda's own lines of a run: start, and report with its trace. Measured by their examples in the documentation. */
  bytesOfRun: 620,
  /** A job of the clock that finds nothing to do: one read, a line of ours, half a tenth of a second. */
  secondsOfJob: 0.05,
  /** Lambda asks a queue with five at a time for twenty seconds each: AWS gives no figure; people count 15 empty answers a minute. */
  asksOfQueue: 15 * 43_800,
  /** A sign-up takes this many units besides what stands in usage.json, for rates, forms and its two mails: docs/performance.md. */
  signUp: { writes: 10, reads: 4, invocations: 8, requests: 5, queued: 4, logBytes: 3_000 },
  /** Mail other than campaigns is sent and heard of as campaigns are. */
  mailsOfSignUp: 2,
  /** One in twenty runs is traced, and the first of each second. */
  traced: 0.05,
  monthHours: 730,
} as const;
