import { mostActivity, rankOf } from '#lambdas/platform/message-log.ts';
import type { MessageLog, MessageRecord } from '#lambdas/platform/message-log.ts';

/** The same promises as the table's, in memory; test/platform/message-log.store.test.ts holds both to them. */
export function messagesInMemory(): MessageLog & { readonly records: Map<string, MessageRecord> } {
  const records = new Map<string, MessageRecord>();
  return {
    records,
    claim(message, now) {
      const before = records.get(message.messageId);
      if (before && before.status !== 'waiting') return Promise.resolve({ claimed: false, before });
      const claimed = { status: 'claimed', statusRank: rankOf('claimed'), claimedAt: now, statusAt: now } as const;
      const { counted, ...rest } = message;
      records.set(message.messageId, { v: 1, ...rest, ...counted, ...claimed });
      return Promise.resolve({ claimed: true });
    },
    giveBack(messageId, now) {
      const before = records.get(messageId);
      if (before?.status === 'claimed')
        records.set(messageId, { ...before, status: 'waiting', statusRank: rankOf('waiting'), statusAt: now });
      return Promise.resolve();
    },
    raise(messageId, { status, at, because, sesMessageId, evidence, facts = {} }) {
      const found = records.get(messageId);
      if (!found) return Promise.resolve('no_such_message');
      const { activity, ...known } = facts;
      const all = new Set([...(found.activity ?? []), ...(activity === undefined ? [] : [activity])]);
      const before = {
        ...known,
        ...found,
        ...(all.size > 0 && all.size <= mostActivity ? { activity: all } : {}),
      };
      records.set(messageId, before);
      if (before.statusRank >= rankOf(status)) return Promise.resolve('stays');
      const more = {
        ...(because ? { because } : {}),
        ...(sesMessageId ? { sesMessageId } : {}),
        ...(evidence ? { evidence } : {}),
      };
      records.set(messageId, { ...before, status, statusRank: rankOf(status), statusAt: at, ...more });
      return Promise.resolve('raised');
    },
    find: (messageId) => Promise.resolve(records.get(messageId)),
    findMany: (ids) => Promise.resolve(ids.flatMap((messageId) => records.get(messageId) ?? [])),
  };
}
