import type { Language } from '#contract/common.ts';
import type { DnsRecord, SenderDomain } from '#contract/senders.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { senderNoticeWordsIn } from '#lambdas/platform/words/sender-notice.ts';

export interface SenderNoticeView {
  readonly language: Language;
  readonly brand: string;
  readonly domain: string;
  readonly owner: SenderDomain['owner'];
  /** Those that are missing or wrong; none when SES alone is not content. */
  readonly records: readonly DnsRecord[];
}

/** What broke, what it stops, and what mends it. */
export function senderNotice(view: SenderNoticeView): { subject: string; html: string; text: string } {
  const words = senderNoticeWordsIn(view.language);
  const { brand, domain, owner, records } = view;
  const asked = records.length === 0 ? words.noRecord : owner === 'operator' ? words.operatorSets : words.set;
  const rows = records.map(({ found, type, name, value }) => ({
    state: found === 'other' ? words.wrong : words.missing,
    type,
    name,
    value,
  }));
  const text = [
    words.what(brand, domain),
    asked,
    ...rows.map(({ state, type, name, value }) => `${state}\n  ${name}\n  ${type}\n  ${value}`),
    words.then,
    words.why,
  ].join('\n\n');
  const table = rows.map(
    ({ state, type, name, value }) =>
      `<p style="margin:0 0 16px"><strong>${escaped(state)}</strong><br>${[name, type, value].map(code).join('<br>')}</p>`,
  );
  const html = `<!doctype html>
<html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(words.subject(domain))}</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">
<p style="margin:0 0 16px">${escaped(words.what(brand, domain))}</p>
<p style="margin:0 0 16px">${escaped(asked)}</p>
${table.join('\n')}
<p style="margin:0 0 16px">${escaped(words.then)}</p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8a8378;font-size:14px">${escaped(words.why)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
`;
  return { subject: words.subject(domain), html, text: `${text}\n` };
}

const code = (text: string): string =>
  `<span style="font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;word-break:break-all">${escaped(text)}</span>`;
