import { outcomeCounts } from '#contract/figures.ts';
import type { Figures, OutcomeCounts } from '#contract/figures.ts';
import type { CampaignReport, Outcomes } from '#contract/reports.ts';
import type { Progress } from '#contract/sending.ts';
import type { CampaignContent, CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import { costOf } from './cost-of.ts';
import { clickers, openers } from './human-range.ts';
import { notSentOf } from './not-sent.ts';
import { sharesOf } from './shares.ts';
import { unheardOf } from './unheard-of.ts';

const noCounts: OutcomeCounts = outcomeCounts.parse({});

export const outcomesIn = (counts: OutcomeCounts = noCounts): Outcomes => ({
  counts,
  opened: openers(counts),
  clicked: clickers(counts),
  shares: sharesOf(counts),
});

const names = Object.keys(outcomeCounts.shape).flatMap((name) => outcomeCounts.keyof().safeParse(name).data ?? []);

export const together = (all: readonly OutcomeCounts[]): OutcomeCounts => {
  const sum = { ...noCounts };
  for (const counts of all) for (const name of names) sum[name] += counts[name];
  return sum;
};

interface Read {
  readonly figures: Figures;
  readonly progress: Progress;
  /** A day after it ended. */
  readonly settled: CampaignReport['unheard']['settled'];
  readonly at: string;
}

/** Pure: a report from what was read of the campaign, its figures and its sending. */
export function reportOf(
  campaign: CampaignItem,
  said: Pick<CampaignContent, 'compiled'>,
  { figures, progress, settled, at }: Read,
): CampaignReport {
  const { campaignId, draft, state } = campaign;
  const total = together(Object.values(figures.variants));
  return {
    campaignId,
    name: draft.name,
    state,
    subject: draft.subject,
    subjectB: draft.variants?.subjectB,
    startedAt: campaign.startedAt,
    endedAt: campaign.endedAt,
    at,
    progress,
    notSent: notSentOf(progress),
    total: outcomesIn(total),
    unheard: { count: unheardOf(total).count, settled },
    variants: draft.variants ? mapped(figures.variants) : {},
    providers: mapped(figures.providers),
    links: linksOf(figures, said),
    hours: Object.entries(figures.hours)
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([hour, counts]) => ({ hour, ...counts })),
    cost: costOf(progress.sent, said.compiled),
    compliance: campaign.report,
    held: campaign.held,
  };
}

const mapped = <K extends string>(all: Readonly<Partial<Record<K, OutcomeCounts>>>): Partial<Record<K, Outcomes>> => {
  const made: Partial<Record<K, Outcomes>> = {};
  for (const key in all) made[key] = outcomesIn(all[key]);
  return made;
};

/** Each address once, in the order of the content, as its author wrote it: never as it was for one person. */
function linksOf({ links }: Figures, { compiled }: Pick<CampaignContent, 'compiled'>): CampaignReport['links'] {
  return compiled.links.flatMap(({ href, text }, place) => {
    const isFirst = compiled.links.findIndex((each) => each.href === href) === place;
    const counts = links[place];
    if (!isFirst || (counts === undefined && !/^https?:/i.test(href))) return [];
    return [{ href, text, ...(counts ?? { human: 0, unsure: 0, machine: 0 }) }];
  });
}
