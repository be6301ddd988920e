import type { Excess, Held } from '#contract/protection.ts';

/** In one sentence, for the campaign and the audit trail: "12 complaints of 3,000 deliveries (0.40 %, limit 0.10 %)". */
export const whyHeld = ({ excess, finding }: Pick<Held, 'excess' | 'finding'>): string =>
  [...excess.map(sentence), ...(finding ? [`${whose[finding.scope]}SES says: ${finding.says}`] : [])].join('; ');

const sentence = ({ scope, what, count, of, share, limit }: Excess): string =>
  `${whose[scope]}${words[what](grouped(count), grouped(of))} (${percent(share)}, limit ${percent(limit)})`;

const whose = { campaign: '', client: 'all mail of this client: ', account: 'all mail of this account: ' } as const;
const words = {
  complaints: (count: string, of: string) => `${count} complaints of ${of} deliveries`,
  hard_bounces: (count: string, of: string) => `${count} hard bounces of ${of} messages`,
  rejects: (count: string, of: string) => `${count} messages rejected by SES of ${of}`,
} as const;

const grouped = (count: number): string => count.toLocaleString('en');
export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
