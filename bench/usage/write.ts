import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import type { Use as UseOfOne } from '../../bin/cost/usage.ts';
import { campaignUse } from './campaign.ts';
import type { CampaignUse, Gatherings, Use } from './campaign.ts';
import type { Idle } from './idle.ts';
import { peopleUse } from './people.ts';

const places = 4;
const rounded = (number: number): number => Number(number.toFixed(places));

const each = (
  { reads, writes, invocations, waitedSeconds, logBytes, queued, archivedBytes }: Use,
  times: number,
): UseOfOne => ({
  reads: rounded(reads / times),
  writes: rounded(writes / times),
  invocations: rounded(invocations / times),
  waitedSeconds: rounded(waitedSeconds / times),
  logBytes: rounded(logBytes / times),
  queued: rounded(queued / times),
  archivedBytes: rounded(archivedBytes / times),
});

/** What one message, event, person takes: the whole of it, divided. */
export async function usageNow(gatherings: Gatherings, idle: Idle) {
  const campaign = await campaignUse(gatherings);
  const { messages, plan, send, foldSent, events, storedBytes } = campaign;
  return {
    plan: each(plan, messages),
    send: each(send, messages),
    foldSent: each(foldSent, messages),
    events: eventsOf(events),
    storedBytes: Math.round(storedBytes / messages),
    ...(await peopleUse()),
    idle,
  };
}

const eventsOf = (events: CampaignUse['events']) =>
  Object.fromEntries(
    Object.entries(events).map(([kind, of]) => [
      kind,
      { record: each(of.record, of.events), fold: each(of.fold, of.events) },
    ]),
  );

/** For `assent cost`. */
export async function writeUsage(gatherings: Gatherings, idle: Idle): Promise<void> {
  const file = path.resolve(import.meta.dirname, '../../bin/cost/usage.json');
  writeFileSync(file, await format(JSON.stringify(await usageNow(gatherings, idle)), { parser: 'json' }));
}
