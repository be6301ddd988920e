import type { CampaignDraft } from '#contract/campaigns.ts';
import type { Judged, Version } from '#lambdas/campaigns/rules/check/judged.ts';
import { findingsOf } from '#lambdas/campaigns/rules/check/rules.ts';
import { shownOf } from '#lambdas/campaigns/rules/shown.ts';
import { harbourBooks } from './believable.ts';

export const publicUrl = 'https://news.example.com';
export const unsubscribeUrl = `${publicUrl}/u/AbCd1234`;
const address = 'Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, GB';

export const body =
  'Three new novels came in on the morning boat, and one of them is set in this very town. Come and read the first chapter with us on Thursday at seven.';
export const footer = `<p style="font-size:12px;color:#555555">${address}<br><a href="${unsubscribeUrl}">Unsubscribe</a></p>`;

export const page = (inside: string, head = ''): string =>
  `<!doctype html><html><head><title>x</title>${head}</head><body style="background-color:#f4f4f1"><div style="background:#ffffff">${inside}</div></body></html>`;

export interface Written {
  readonly subject?: string;
  readonly subjectB?: string;
  readonly html?: string;
  readonly text?: string;
}

export function version({ subject, html, text }: Written, variant: 'a' | 'b' = 'a'): Version {
  const whole = html ?? page(`<h1>The letter</h1><p>${body}</p>${footer}`);
  return {
    of: 'for who told everything',
    variant,
    subject: subject ?? 'New novels, and a reading on Thursday',
    html: whole,
    text: text ?? `The letter\n\n${body}\n\n${address}\nUnsubscribe: ${unsubscribeUrl}\n`,
    shown: shownOf(whole),
    unsubscribeUrl,
  };
}

const draft: Judged['draft'] = {
  name: 'December letter',
  listId: 'lettersletters01',
  from: { localPart: 'news', domain: 'mail.harbourbooks.example' },
  language: 'en',
  subject: 'New novels, and a reading on Thursday',
  missing: 'skip',
  claims: { promotions: [], advertisers: [], adultContent: false },
  webCopyDays: 60,
};

/** A campaign that nobody has anything against, but for what is given. */
export function judged(
  written: Written = {},
  { claims, from, ...of }: Partial<CampaignDraft> = {},
  overrides: Partial<Judged> = {},
): Judged {
  return {
    sendsAt: '2026-12-01T09:00:00.000Z',
    client: {
      clientId: 'harbourbooks0001',
      status: 'approved',
      ...harbourBooks,
      language: 'en',
      acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: '2026-11-01T09:00:00.000Z' },
      createdAt: '2026-11-01T09:00:00.000Z',
    },
    sender: 'ready',
    replyToIsOwn: true,
    draft: { ...draft, ...of, claims: { ...draft.claims, ...claims }, from: { ...draft.from, ...from } },
    versions: [
      version(written),
      ...(written.subjectB === undefined ? [] : [version({ ...written, subject: written.subjectB }, 'b')]),
    ],
    unrendered: [],
    bases: ['consent'],
    earlier: [],
    headers: [
      { name: 'List-Id', value: '"the letter" <lettersletters01.harbourbooks0001.mail.example.com>' },
      { name: 'List-Unsubscribe', value: `<${unsubscribeUrl}>, <mailto:unsubscribe@mail.example.com?subject=x>` },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ],
    deadHosts: new Set(),
    publicUrl,
    ...overrides,
  };
}

/** `block CS-02 subject`, in the order that people read them. */
export const said = (of: Judged): string[] =>
  findingsOf(of).map(({ severity, rule, where }) => `${severity} ${rule} ${where}`);
