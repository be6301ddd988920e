import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { messageRecord } from '#lambdas/platform/message-log.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { becameOf, counted } from '#lambdas/sending/rules/became.ts';
import type { Became } from '#lambdas/sending/rules/run.ts';
import { progressOf } from '#lambdas/sending/rules/progress-of.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import type { Fate, SendingWorld } from './world.ts';
import { campaignId, clientId } from './world.ts';

/** What in the end became of everybody, by SES, by the records of messages and by what progress says. */
export async function outcomeOf({ tables, sink, expected, time }: SendingWorld) {
  const records = new Map<string, MessageRecord>();
  for (const item of tables.all(deliveryTable.name))
    if (item.sk === 'MESSAGE') records.set(String(item.messageId), messageRecord.parse(item));
  const view = (await runsStore(tables.client).view(campaignId))!;
  const campaign = (await campaignsStore(tables.client).find(clientId, campaignId))!;
  const progress = progressOf(view, campaign.state, time.clock.now());
  const planned = [...expected].filter(([, fate]) => fate !== 'unsubscribed');
  const became = planned.map(([contactId, fate]) => {
    const messageId = `${campaignId}-${contactId}`;
    const record = records.get(messageId);
    return { messageId, fate, took: sink.took.get(messageId) ?? 0, became: record && becameOf(record) };
  });
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, each) => all + each, 0);
  return {
    state: campaign.state,
    progress,
    leftOut: expected.size - planned.length,
    planned: planned.length,
    /** Of the records: what progress has to say. */
    counted: counted(became.flatMap((each) => each.became ?? [])),
    twice: [...sink.took.values()].filter((times) => times > 1).length,
    /** Nothing says what became of them. */
    lost: became.filter((each) => each.became === undefined).map(({ messageId }) => messageId),
    /** It says something that is not so. */
    wrong: became.filter((each) => each.became && !isTrue(each.became, each.took, each.fate)),
    unknown: became.filter((each) => each.became?.as === 'unknown').map(({ messageId }) => messageId),
    sum: progress.sent + sum(progress.skipped) + sum(progress.failed) + progress.unknown,
  };
}

/** Who is unknown may have it or not. All others are what they are said to be, whatever went wrong on the way. */
function isTrue(became: Became, took: number, fate: Fate): boolean {
  switch (became.as) {
    case 'unknown':
      return true;
    case 'sent':
      return took === 1 && fate === 'sent';
    case 'skipped':
      return took === 0 && became.because === skippedFor[fate];
    case 'failed':
      return took === 0 && became.because === fate;
  }
}

const skippedFor: Readonly<Partial<Record<Fate, string>>> = {
  stopped: 'unsubscribed',
  bounced: 'hard_bounce',
  missing_value: 'missing_value',
};
