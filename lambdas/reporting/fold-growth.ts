import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import { later, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { growthAt, growthKeptForMs, growthStore } from './growth-store.ts';
import type { Advance, GrowthStore } from './growth-store.ts';
import { add } from './rules/contribution.ts';
import { growthOf } from './rules/growth.ts';
import type { Lived } from './rules/growth.ts';

export interface GrowthApp {
  readonly growth: Pick<GrowthStore, 'grown' | 'fold'>;
  /** All that the ledger has of a contact, in order. */
  readonly chain: (contactId: string) => Promise<readonly Lived[]>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Another worker may be at events of the same contacts. */
const mostTries = 5;

/**
 * Counts all events of these contacts that were not counted, whichever of them the stream told of: so one that it lost is counted with the
 * contact's next. How far a contact was counted and the counters are one transaction.
 */
export async function foldGrowth(contactIds: readonly string[], app: GrowthApp): Promise<void> {
  let left: readonly string[] = [...new Set(contactIds)];
  for (let tries = 1; left.length > 0; tries++) {
    if (tries > mostTries) throw new Error('contacts changed at every try to count them');
    const grown = await app.growth.grown(left);
    const chains = await readAll(left, app);
    const again: string[] = [];
    for (const some of inTransactions(left.map((id) => uncounted(id, grown.get(id) ?? 0, chains.get(id) ?? [], app)))) {
      const written = some.advances.length === 0 || (await app.growth.fold({ ...some, now: app.clock.now() }));
      if (!written) again.push(...some.advances.map(({ contactId }) => contactId));
    }
    left = again;
  }
}

/** Reads wait on the network: some at a time. */
const atOnce = 20;

async function readAll(contactIds: readonly string[], app: GrowthApp): Promise<ReadonlyMap<string, readonly Lived[]>> {
  const chains = new Map<string, readonly Lived[]>();
  const waiting = contactIds.values();
  const work = async (): Promise<void> => {
    for (const contactId of waiting) chains.set(contactId, await app.chain(contactId));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return chains;
}

interface Uncounted extends Advance {
  readonly counts: readonly { readonly at: string; readonly name: string }[];
}

function uncounted(contactId: string, from: number, chain: readonly Lived[], { clock }: GrowthApp): Uncounted {
  const oldest = later(clock.now(), -growthKeptForMs).slice(0, 10);
  const counts = growthOf(chain)
    .filter(({ seq, day }) => seq > from && day > oldest)
    .flatMap(({ day, counts: all }) => all.map(({ listId, name }) => ({ at: growthAt(listId, day), name })));
  return { contactId, from, to: chain.at(-1)?.seq ?? from, counts };
}

/** A transaction holds a hundred items: contacts, and the lists and days that they came to. */
const mostItems = 100;

interface Some {
  readonly advances: Advance[];
  readonly counters: Map<string, Map<string, number>>;
}

function inTransactions(all: readonly Uncounted[]): Some[] {
  const made: Some[] = [];
  let some: Some = { advances: [], counters: new Map() };
  for (const { counts, ...advance } of all) {
    if (advance.to === advance.from) continue;
    const items = new Set([...some.counters.keys(), ...counts.map(({ at }) => at)]).size + some.advances.length + 1;
    if (some.advances.length === 0 || items > mostItems) {
      some = { advances: [], counters: new Map() };
      made.push(some);
    }
    some.advances.push(advance);
    for (const { at, name } of counts) {
      const amounts = some.counters.get(at) ?? new Map<string, number>();
      add(amounts, name, 1);
      some.counters.set(at, amounts);
    }
  }
  return made;
}

const image = z.object({ contactId: z.object({ S: z.string() }) });

/** The stream of the ledger. All of a batch, or none of it: what was counted is not counted again, so the whole of it may come again. */
export const handlerWith =
  (app: () => GrowthApp) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    try {
      await foldGrowth(
        Records.map(({ dynamodb }) => image.parse(dynamodb?.NewImage).contactId.S),
        app(),
      );
      app().log.info('growth counted', { events: Records.length });
      return { batchItemFailures: [] };
    } catch (cause) {
      app().log.error('growth not counted, will be tried again', { events: Records.length }, cause);
      return { batchItemFailures: [{ itemIdentifier: Records[0]?.dynamodb?.SequenceNumber ?? '' }] };
    }
  };

const growthApp = lazily((): GrowthApp => ({
  growth: growthStore(documentClient()),
  chain: (contactId) => standingStore(documentClient()).chain(contactId),
  clock: systemClock,
  log: jsonLog,
}));

/** For who tells events again that the stream gave up (`assent redrive`). */
export const growAgain = (contactId: string): Promise<void> => foldGrowth([contactId], growthApp());

export const handler = handlerWith(growthApp);
