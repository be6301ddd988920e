import type { Language } from '#contract/common.ts';
import type { Held } from '#contract/protection.ts';
import { holdNoticeWordsIn } from '#lambdas/platform/words/hold-notice.ts';
import { percent } from '../rules/why-held.ts';
import { noticeFrame } from './notice-frame.ts';

export interface HoldNoticeView {
  readonly language: Language;
  readonly brand: string;
  readonly campaign: { readonly name: string; readonly campaignId: string; readonly clientId: string };
  readonly held: Held;
  readonly paused: boolean;
  readonly suspended: boolean;
}

/** What happened, the figures behind it, and what to do. No address stands in it. */
export function holdNotice(view: HoldNoticeView): { subject: string; html: string; text: string } {
  const words = holdNoticeWordsIn(view.language);
  const { brand, campaign, held, paused, suspended } = view;
  const subject = paused ? words.subject(campaign.name) : words.subjectSent(campaign.name);
  const number = (count: number): string => count.toLocaleString(view.language);
  const figures = held.excess.map(
    ({ scope, what, count, of, share, limit }) =>
      `${words.scope[scope]}: ${words[what](number(count), number(of))} (${words.limit(percent(share), percent(limit))}).`,
  );
  const causes = Object.entries(held.causes)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostCauses)
    .map(([cause, count]) => `${cause}: ${number(count)}`);
  const command = `npx assent campaign report ${campaign.campaignId} --client ${campaign.clientId}`;
  return noticeFrame({
    language: view.language,
    subject,
    lead: [
      paused ? words.paused(brand, campaign.name) : words.sent(brand, campaign.name),
      ...(suspended ? [words.suspended] : []),
    ],
    lists: [
      { title: words.figures, lines: figures },
      { title: words.found(held.finding?.scope ?? 'client'), lines: held.finding ? [held.finding.says] : [] },
      { title: words.causes, lines: causes },
    ],
    then: words.then,
    command,
    why: words.why,
  });
}

const mostCauses = 8;
