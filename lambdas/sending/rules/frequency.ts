import type { FrequencyCap } from '#contract/clients.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { becameOf } from './became.ts';

/**
 * Who got so many messages since then. A message that a worker has in hand counts: the cap says at most, and of two campaigns that
 * go out at once, neither may take the other's place unseen.
 * @param since ISO 8601
 */
export function reachedCap(
  messages: readonly MessageRecord[],
  { messages: most }: FrequencyCap,
  since: string,
): ReadonlySet<string> {
  const got = new Map<string, number>();
  for (const message of messages)
    if (message.contactId !== undefined && message.claimedAt >= since && counts(message))
      got.set(message.contactId, (got.get(message.contactId) ?? 0) + 1);
  return new Set([...got].filter(([, many]) => many >= most).map(([contactId]) => contactId));
}

function counts(message: MessageRecord): boolean {
  const became = becameOf(message);
  if (became === undefined) return message.status === 'claimed';
  return became.as === 'sent' || became.as === 'unknown';
}
