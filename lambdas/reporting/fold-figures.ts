import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { mailProvider } from '#contract/figures.ts';
import { messageStatus } from '#contract/reporting.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { figuresStore, mostPartsAtOnce } from './figures-store.ts';
import type { FiguresStore } from './figures-store.ts';
import { countingOf, hasBadNews } from './rules/folding.ts';
import type { Look } from './rules/folding.ts';
import { watchRates } from './watch-rates.ts';
import type { Touched } from './watch-rates.ts';
import { watchApp } from './watch-app.ts';

export interface FoldApp {
  readonly figures: Pick<FiguresStore, 'folded' | 'fold'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pause: (ms: number) => Promise<void>;
  /** Campaigns of which bad news came. */
  readonly watch: (touched: readonly Touched[]) => Promise<void>;
}

/**
 * Counts looks at messages, of any campaigns. What is counted, and that it was counted, is one transaction: whoever dies in between has
 * counted or has not, and whoever comes again finds out.
 */
export async function foldFigures(looks: readonly Look[], app: FoldApp): Promise<void> {
  const touched: Touched[] = [];
  for (const ofCampaign of grouped(looks, ({ campaignId }) => campaignId))
    for (const some of inParts(ofCampaign)) touched.push(...(await foldSome(some, app)));
  // After all is counted: who is stopped is stopped by figures that hold.
  if (touched.length > 0) await app.watch(touched);
}

/** Another worker may be at messages of the same parts. */
const mostTries = 12;

async function foldSome(looks: readonly Look[], app: FoldApp): Promise<Touched[]> {
  const [first] = looks;
  if (!first) return [];
  const { clientId, campaignId } = first;
  const parts = [...new Set(looks.map(({ part }) => part))];
  for (let tries = 1; tries <= mostTries; tries++) {
    const folded = await app.figures.folded(campaignId, parts);
    const { places, counters, days, rates } = countingOf(looks, folded);
    const bad = hasBadNews(rates) ? [{ clientId, campaignId }] : [];
    if (places.size === 0) return bad;
    const written = await app.figures.fold({
      clientId,
      campaignId,
      parts: [...places].map(([part, of]) => ({
        part,
        from: folded.get(part) ?? { version: 0, places: {} },
        places: of,
      })),
      counters,
      days,
      rates: rates.delivered > 0 || hasBadNews(rates) ? rates : undefined,
      now: app.clock.now(),
    });
    if (written) return bad;
    await app.pause(20 * tries * (0.5 + Math.random()));
  }
  throw new Error('figures changed at every try to count');
}

const grouped = <T>(all: readonly T[], by: (each: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return [...groups.values()];
};

/** As many parts as a transaction holds. */
function inParts(looks: readonly Look[]): Look[][] {
  const byPart = grouped(looks, ({ part }) => part);
  return Array.from({ length: Math.ceil(byPart.length / mostPartsAtOnce) }, (_, at) =>
    byPart.slice(at * mostPartsAtOnce, (at + 1) * mostPartsAtOnce).flat(),
  );
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const image = z
  .object({
    clientId: text,
    campaignId: text,
    part: text,
    place: z.object({ N: z.coerce.number() }).transform(({ N }) => N),
    variant: text.pipe(z.enum(['a', 'b'])),
    claimedAt: text,
    status: text.pipe(messageStatus),
    because: text.optional(),
    provider: text.pipe(mailProvider).optional(),
    deliveredAt: text.optional(),
    activity: z
      .object({ SS: z.array(z.string()) })
      .transform(({ SS }) => new Set(SS))
      .optional(),
  })
  .readonly();

/** @throws when a message is not as we write them: it stays in the stream, and is given up with its place */
export const lookOf = ({ dynamodb }: DynamoDBRecord): Look => image.parse(dynamodb?.NewImage);

/**
 * The stream of messages. All of a batch, or none of it: counting again what was counted does nothing, so the whole of it may come again.
 */
export const handlerWith =
  (app: () => FoldApp) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    try {
      await foldFigures(Records.map(lookOf), app());
      app().log.info('folded', { messages: Records.length });
      return { batchItemFailures: [] };
    } catch (cause) {
      app().log.error('messages not counted, will be tried again', { messages: Records.length }, cause);
      const first = Records[0]?.dynamodb?.SequenceNumber ?? '';
      return { batchItemFailures: [{ itemIdentifier: first }] };
    }
  };

export const foldApp = lazily((): FoldApp => ({
  figures: figuresStore(documentClient()),
  clock: systemClock,
  log: jsonLog,
  pause: (ms) => sleep(ms),
  watch: (touched) => watchRates(touched, watchApp()),
}));
