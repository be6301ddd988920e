import { second } from '#lambdas/platform/clock.ts';
import type { Activity } from './activity.ts';

/**
 * Who did it. `human`: nothing speaks against a person. `machine`: something does for sure. `masked`: a service that opens all mail did,
 * so that nobody can tell. `unsure`: a person or a machine, at a moment at which machines come.
 */
export type ActorClass = 'human' | 'machine' | 'masked' | 'unsure';

export interface Classified extends Activity {
  readonly by: ActorClass;
  readonly because?: 'bot' | 'none' | 'early' | 'burst' | 'apple' | 'instant';
}

/** A gateway looks at a mail before it lets it through, and its clock is not ours. */
const earlyMs = second;
/** Nobody reads, decides and taps that soon; scanners do. */
const instantMs = 3 * second;
/** This many links within this time: no person clicks so. */
const burst = { links: 3, withinMs: 5 * second };

/**
 * Pure: what is known of a message's opens and clicks, in any order, says the same. A click that comes later may show that an earlier one
 * was a scanner's.
 */
export function classify(all: readonly Activity[], deliveredAt: string | undefined): Classified[] {
  const bursts = burstsIn(all);
  return all.map((each) => ({ ...each, ...judged(each, deliveredAt, bursts) }));
}

function judged(
  { at, kind, hints }: Activity,
  deliveredAt: string | undefined,
  bursts: readonly Span[],
): Pick<Classified, 'by' | 'because'> {
  if (hints.includes('bot')) return { by: 'machine', because: 'bot' };
  if (hints.includes('none')) return { by: 'machine', because: 'none' };
  const ms = Date.parse(at);
  const afterMs = deliveredAt === undefined ? undefined : ms - Date.parse(deliveredAt);
  if (afterMs !== undefined && afterMs < -earlyMs) return { by: 'machine', because: 'early' };
  if (bursts.some(({ from, to }) => ms >= from && ms <= to)) return { by: 'machine', because: 'burst' };
  if (hints.includes('apple'))
    return kind === 'open' ? { by: 'masked', because: 'apple' } : { by: 'unsure', because: 'apple' };
  if (afterMs !== undefined && afterMs < instantMs) return { by: 'unsure', because: 'instant' };
  return { by: 'human' };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Times at which many different links were followed at once. An open in between, or right before, is of the same machine. */
function burstsIn(all: readonly Activity[]): Span[] {
  const clicks = all
    .filter(({ kind, link }) => kind === 'click' && link !== undefined)
    .map(({ at, link }) => ({ at: Date.parse(at), link }))
    .toSorted((one, other) => one.at - other.at);
  return clicks.flatMap(({ at: from }) => {
    const within = clicks.filter(({ at }) => at >= from && at <= from + burst.withinMs);
    if (new Set(within.map(({ link }) => link)).size < burst.links) return [];
    return [{ from: from - burst.withinMs, to: within.at(-1)?.at ?? from }];
  });
}

/** The one that says most for a person. */
export function best(classes: readonly ActorClass[]): ActorClass | undefined {
  return order.find((each) => classes.includes(each));
}
const order: readonly ActorClass[] = ['human', 'unsure', 'masked', 'machine'];
