import type { Language } from '#contract/common.ts';
import type { Held } from '#contract/protection.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { holdNoticeWordsIn } from '#lambdas/platform/words/hold-notice.ts';
import { percent } from '../rules/why-held.ts';

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
  const lead = [
    paused ? words.paused(brand, campaign.name) : words.sent(brand, campaign.name),
    ...(suspended ? [words.suspended] : []),
  ];
  const text = [
    ...lead,
    `${words.figures}:\n${figures.map((each) => `- ${each}`).join('\n')}`,
    ...(causes.length > 0 ? [`${words.causes}:\n${causes.map((each) => `- ${each}`).join('\n')}`] : []),
    `${words.then}\n${command}`,
    words.why,
  ].join('\n\n');
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0
      ? ''
      : `<p style="margin:0 0 4px"><strong>${escaped(title)}</strong></p><ul style="margin:0 0 16px;padding-left:20px">${lines.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`;
  const html = `<!doctype html>
<html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">
${lead.map((each) => `<p style="margin:0 0 16px">${escaped(each)}</p>`).join('\n')}
${list(words.figures, figures)}
${list(words.causes, causes)}
<p style="margin:0 0 4px">${escaped(words.then)}</p>
<p style="margin:0 0 16px"><span style="font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;word-break:break-all">${escaped(command)}</span></p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8a8378;font-size:14px">${escaped(words.why)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
`;
  return { subject, html, text: `${text}\n` };
}

const mostCauses = 8;
