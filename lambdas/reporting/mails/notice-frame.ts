import type { Language } from '#contract/common.ts';
import { escaped } from '#lambdas/platform/escaped.ts';

export interface Notice {
  readonly language: Language;
  readonly subject: string;
  readonly lead: readonly string[];
  readonly lists: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly then: string;
  readonly command: string;
  readonly why: string;
}

/** A mail to who has to do something about a campaign, as text and HTML. */
export function noticeFrame({ language, subject, lead, lists: all, then, command, why }: Notice) {
  const lists = all.filter(({ lines }) => lines.length > 0);
  const text = [
    ...lead,
    ...lists.map(({ title, lines }) => `${title}:\n${lines.map((each) => `- ${each}`).join('\n')}`),
    `${then}\n${command}`,
    why,
  ].join('\n\n');
  const listed = lists.map(
    ({ title, lines }) =>
      `<p style="margin:0 0 4px"><strong>${escaped(title)}</strong></p><ul style="margin:0 0 16px;padding-left:20px">${lines.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`,
  );
  const html = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">
${lead.map((each) => `<p style="margin:0 0 16px">${escaped(each)}</p>`).join('\n')}
${listed.join('\n')}
<p style="margin:0 0 4px">${escaped(then)}</p>
<p style="margin:0 0 16px"><span style="font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;word-break:break-all">${escaped(command)}</span></p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8a8378;font-size:14px">${escaped(why)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
`;
  return { subject, html, text: `${text}\n` };
}
