import { campaignUse } from './usage/campaign.ts';
import type { CampaignUse, EventUse, Gatherings } from './usage/campaign.ts';
import type { Figure, Table } from './report.ts';

/** What becomes of messages: what an event costs on its way into exact counters, and what a report costs. */
export async function reporting(gatherings: Gatherings): Promise<Table> {
  const { messages, foldSent, events, report, storedBytes } = await campaignUse(gatherings);
  const plain = await campaignUse(gatherings, { weigh: false });
  const units = (of: EventUse, which: 'reads' | 'writes'): string =>
    `${(of.record[which] / of.events).toFixed(2)} + ${(of.fold[which] / of.events).toFixed(2)}`;
  const perSecond = eventsPerSecond(plain);
  return {
    title: 'What became of messages',
    figures: [
      {
        what: 'events a CPU-second, from the queue into exact counters, SDK and tables in memory with it',
        measured: perSecond.toFixed(0),
        goal: '≥ 2,000',
        met: perSecond >= 2_000,
      },
      ...Object.entries(events).map(([kind, of]): Figure => ({
        what: `capacity units of ${kind}: recorded + counted`,
        measured: `written ${units(of, 'writes')}, read ${units(of, 'reads')}`,
      })),
      {
        what: 'capacity units a message, to count that SES took it',
        measured: `written ${(foldSent.writes / messages).toFixed(2)}, read ${(foldSent.reads / messages).toFixed(2)}`,
      },
      {
        what: 'reads of a report',
        measured: `${report.calls} calls, ${report.reads} units`,
        goal: '≤ 3',
        met: report.calls <= 3,
      },
      { what: 'bytes that stay in the table, a message', measured: (storedBytes / messages).toFixed(0) },
    ],
  };
}

function eventsPerSecond({ events }: CampaignUse): number {
  const all = Object.values(events);
  const cpuMs = all.reduce((sum, { record, fold }) => sum + record.cpuMs + fold.cpuMs, 0);
  return all.reduce((sum, of) => sum + of.events, 0) / (cpuMs / 1_000);
}
