import type { Language } from '#contract/common.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { dateIn } from '#lambdas/platform/words/catalogs.ts';
import { digestWordsIn } from '#lambdas/platform/words/digest.ts';

export interface DigestMailView {
  readonly language: Language;
  readonly brand: string;
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  /** `title` is absent for everything of the client; `former` for a list that is no more. */
  readonly counts: readonly {
    readonly title?: string;
    readonly former?: boolean;
    readonly came: number;
    readonly changed: number;
    readonly went: number;
  }[];
  readonly exportUrl: string;
}

/** Counts, and where the people themselves are had: no contact's address ever stands in a mail to a client (decision 6). */
export function digestMail(view: DigestMailView): { subject: string; html: string; text: string } {
  const words = digestWordsIn(view.language);
  const period = words.period(dateIn(view.language, view.from), dateIn(view.language, view.to));
  const lines = view.counts.map(({ title, former, came, changed, went }) => ({
    title: title ?? (former ? words.formerList : words.everything),
    figures: [
      came > 0 ? words.came(came) : '',
      changed > 0 ? words.changed(changed) : '',
      went > 0 ? words.went(went) : '',
    ]
      .filter(Boolean)
      .join(', '),
  }));
  const text = [
    `${view.brand}, ${period}`,
    lines.map(({ title, figures }) => `${title}\n  ${figures}`).join('\n\n'),
    `${words.noAddresses}\n${view.exportUrl}`,
    words.why,
  ].join('\n\n');
  const rows = lines.map(
    ({ title, figures }) => `<p style="margin:0 0 16px"><strong>${escaped(title)}</strong><br>${escaped(figures)}</p>`,
  );
  const html = `<!doctype html>
<html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(period)}</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">
<p style="margin:0 0 24px;font-weight:650">${escaped(view.brand)}<br><span style="font-weight:400">${escaped(period)}</span></p>
${rows.join('\n')}
<p style="margin:24px 0 16px">${escaped(words.noAddresses)}<br><span style="font-size:14px;word-break:break-all">${escaped(view.exportUrl)}</span></p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8a8378;font-size:14px">${escaped(words.why)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
`;
  return { subject: words.subject(view.brand, period), html, text: `${text}\n` };
}
