import type { ArchivedOutcome } from '#contract/archive.ts';
import { messageStatus } from '#contract/reporting.ts';
import { hintNames, written } from './activity.ts';
import { add, contributionOf } from './contribution.ts';
import type { Counter } from './contribution.ts';
import { factsOf } from './facts.ts';
import type { CountedMessage } from './facts.ts';

/** A message of a campaign, put together from what the archive holds of it. */
export interface ArchivedMessage extends CountedMessage {
  readonly campaignId: string;
  readonly variant: 'a' | 'b';
}

/** Pure: by message. The same whatever the order of the lines, and however often each is there. */
export function messagesIn(lines: Iterable<ArchivedOutcome>): ReadonlyMap<string, ArchivedMessage> {
  const messages = new Map<string, ArchivedMessage>();
  for (const line of lines) {
    const { message, campaign: campaignId, variant } = line;
    if (campaignId === undefined || variant === undefined) continue;
    messages.set(message, { ...and(messages.get(message), line), campaignId, variant });
  }
  return messages;
}

function and(known: CountedMessage | undefined, line: ArchivedOutcome): CountedMessage {
  const { outcome, happened, provider = known?.provider } = line;
  const deliveredAt = earlier(known?.deliveredAt, outcome === 'delivered' ? happened : undefined);
  const activity = activityIn(line);
  return {
    status: known && rankOf(known.status) > rankOf(outcome) ? known.status : outcome,
    ...(provider !== undefined && { provider }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    activity: new Set([...(known?.activity ?? []), ...(activity === undefined ? [] : [activity])]),
  };
}

const rankOf = (status: ArchivedOutcome['outcome']): number => messageStatus.options.indexOf(status);

const earlier = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? (one ?? other) : one < other ? one : other;

function activityIn({ outcome, happened: at, link, hints = '' }: ArchivedOutcome): string | undefined {
  if (outcome !== 'opened' && outcome !== 'clicked') return undefined;
  const kind = outcome === 'opened' ? 'open' : 'click';
  const named = hints.split(' ');
  return written({
    at,
    kind,
    ...(link !== undefined && { link }),
    hints: hintNames.filter((hint) => named.includes(hint)),
  });
}

/** Pure: the figures of messages by the plainest way, each as it stands at the end, added up. */
export function recount(messages: Iterable<CountedMessage & { readonly variant: 'a' | 'b' }>): Map<Counter, number> {
  const counters = new Map<Counter, number>();
  for (const message of messages)
    for (const [counter, amount] of contributionOf(factsOf(message), message.variant)) add(counters, counter, amount);
  return counters;
}
