import { uncounted } from '#contract/reporting.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import type { CountedMessage } from './facts.ts';
import { factsOf, packed, unpacked } from './facts.ts';
import { add, contributionOf, deltaOf, outcomesOf } from './contribution.ts';
import type { Counter } from './contribution.ts';
import { noSums, sumOf } from './rates.ts';
import type { RateSums } from './rates.ts';

/** What was counted of the messages of a part, by place; `version` counts its changes. */
export interface Folded {
  readonly version: number;
  readonly places: Readonly<Record<string, string>>;
}

/** A message of a campaign as it stands at some moment. */
export interface Look extends CountedMessage {
  readonly clientId: string;
  readonly campaignId: string;
  readonly part: string;
  readonly place: number;
  readonly variant: 'a' | 'b';
  readonly claimedAt: string;
  /** SES's word for what happened. */
  readonly because?: string;
}

/** What has to be written to count some looks. */
export interface Counting {
  /** Of each part, what is new. */
  readonly places: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly counters: ReadonlyMap<Counter, number>;
  readonly days: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly rates: RateSums;
}

/**
 * Pure: counts looks at messages of one campaign against what was counted of them before. A look that is older than what was counted, or the
 * same, changes nothing: so any order, doubling or splitting of looks comes to the same figures.
 */
export function countingOf(looks: readonly Look[], folded: ReadonlyMap<string, Folded>): Counting {
  const places = new Map<string, Record<string, string>>();
  const counters = new Map<Counter, number>();
  const days = new Map<string, Map<string, number>>();
  let rates = noSums;
  for (const look of looks) {
    const { part, place, variant } = look;
    const before = places.get(part)?.[place] ?? folded.get(part)?.places[place];
    const known = before === undefined ? undefined : unpacked(before);
    const facts = factsOf(look);
    if (known && known.weight >= facts.weight) continue;
    places.set(part, { ...places.get(part), [place]: packed(facts) });
    const counted = known ? contributionOf(known, variant) : new Map<Counter, number>();
    for (const [counter, amount] of deltaOf(counted, contributionOf(facts, variant))) add(counters, counter, amount);
    const day = look.claimedAt.slice(0, 10);
    const ofDay = days.get(day) ?? new Map<string, number>();
    const outcomes = outcomesOf(facts);
    const old = known ? outcomesOf(known) : [];
    for (const name of outcomes) if (!old.includes(name)) add(ofDay, name, 1);
    for (const name of old) if (!outcomes.includes(name)) add(ofDay, name, -1);
    days.set(day, ofDay);
    rates = sumOf([rates, ratesOf(old, outcomes, look.because)]);
  }
  for (const [day, amounts] of days) if (amounts.size === 0) days.delete(day);
  return { places, counters, days, rates };
}

/** What newly became true: rates only grow. */
function ratesOf(old: readonly string[], now: readonly string[], because: string | undefined): RateSums {
  const newly = (name: string): number => (now.includes(name) && !old.includes(name) ? 1 : 0);
  const [delivered, complaints, hardBounces, rejects] = ['delivered', 'complained', 'bounced', 'rejected'].map(newly);
  const bad = (complaints ?? 0) + (hardBounces ?? 0) + (rejects ?? 0) > 0;
  return {
    delivered: delivered ?? 0,
    complaints: complaints ?? 0,
    hardBounces: hardBounces ?? 0,
    rejects: rejects ?? 0,
    causes: bad && because !== undefined ? { [because]: 1 } : {},
  };
}

export const hasBadNews = ({ complaints, hardBounces, rejects }: RateSums): boolean =>
  complaints + hardBounces + rejects > 0;

/** @returns nothing of a message that is in no figures: of no campaign, or one that SES does not have */
export function lookAt(record: MessageRecord): Look | undefined {
  const { clientId, campaignId, part, place, variant, claimedAt, because } = record;
  if (campaignId === undefined || part === undefined || place === undefined || variant === undefined) return undefined;
  if (uncounted.includes(record.status)) return undefined;
  const { status, provider, deliveredAt, activity } = record;
  return {
    ...{ clientId, campaignId, part, place, variant, claimedAt, status },
    ...(because !== undefined && { because }),
    ...(provider !== undefined && { provider }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(activity !== undefined && { activity }),
  };
}
