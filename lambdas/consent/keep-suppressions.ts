import { InvalidNextTokenException, ListSuppressedDestinationsCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import { hour, later, minute, second, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';
import { standingStore } from './standing-store.ts';
import type { StandingStore } from './standing-store.ts';
import { suppressionMark } from './suppression-mark.ts';
import type { Mark, SuppressionMark } from './suppression-mark.ts';

export interface ListedPage {
  readonly addresses: readonly string[];
  readonly pageToken?: string | undefined;
}

export interface KeepSuppressionsApp {
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: () => Promise<Pick<AddressKeys, 'mailbox'>>;
  readonly standings: Pick<StandingStore, 'suppressMailbox'>;
  readonly mark: SuppressionMark;
  /** @returns undefined when SES does not know the token any more */
  readonly listed: (from: Pick<Mark, 'since' | 'pageToken'>) => Promise<ListedPage | undefined>;
  readonly pause: (ms: number) => Promise<void>;
}

/** Less than the function may run (lib/consent.ts). What is left is for the next night. */
const worksFor = 12 * minute;
/** SES answers one such request a second, of the whole account. */
const between = second;
/** Clocks differ, and SES lists what bounced within moments. */
const margin = hour;

/**
 * What SES suppresses for the whole account because it bounced, nobody here writes to either (SE-01): the event of it may have been
 * lost, or it was another who wrote. Goes on where it stopped; told twice, it changes nothing.
 */
export async function keepSuppressions(app: KeepSuppressionsApp): Promise<void> {
  const begunAt = app.clock.now();
  let mark: Mark = (await app.mark.find()) ?? { begunAt };
  if (mark.pageToken === undefined) mark = { ...mark, begunAt };
  let count = 0;
  for (;;) {
    const page = await app.listed(mark);
    if (page === undefined) {
      await app.mark.keep({ since: mark.since, begunAt });
      throw new Error('SES does not know its own place any more: the next run begins the list again');
    }
    await suppressAll(page.addresses, app);
    count += page.addresses.length;
    const { pageToken } = page;
    mark = pageToken === undefined ? { since: later(mark.begunAt, -margin), begunAt } : { ...mark, pageToken };
    await app.mark.keep(mark);
    if (pageToken === undefined || later(begunAt, worksFor) < app.clock.now()) break;
    await app.pause(between);
  }
  app.log.info('heeded what SES suppresses', { addresses: count, left: mark.pageToken !== undefined });
}

const atOnce = 20;

async function suppressAll(
  addresses: readonly string[],
  { clock, keys, standings }: KeepSuppressionsApp,
): Promise<void> {
  const { mailbox } = await keys();
  for (let from = 0; from < addresses.length; from += atOnce)
    await Promise.all(
      addresses.slice(from, from + atOnce).map(async (address) => {
        const judged = judgeAddress(address);
        // Nobody here can have an address that we would not take.
        if (judged.ok) await standings.suppressMailbox(mailbox(judged.canonical), clock.now());
      }),
    );
}

const keepSuppressionsApp = lazily((): KeepSuppressionsApp => {
  const ses = new SESv2Client({});
  return {
    clock: systemClock,
    log: jsonLog,
    keys: lazilyAsync(async () => addressKeys(await addressSecret())),
    standings: standingStore(documentClient()),
    mark: suppressionMark(documentClient()),
    listed: async ({ since, pageToken }) => {
      try {
        const { SuppressedDestinationSummaries = [], NextToken } = await ses.send(
          new ListSuppressedDestinationsCommand({
            Reasons: ['BOUNCE'],
            StartDate: since === undefined ? undefined : new Date(since),
            NextToken: pageToken,
            PageSize: 1000,
          }),
        );
        return {
          addresses: SuppressedDestinationSummaries.flatMap(({ EmailAddress }) => EmailAddress ?? []),
          pageToken: NextToken,
        };
      } catch (error) {
        if (error instanceof InvalidNextTokenException) return undefined;
        throw error;
      }
    },
    pause: (ms) => sleep(ms),
  };
});

export const handler = (): Promise<void> => keepSuppressions(keepSuppressionsApp());
