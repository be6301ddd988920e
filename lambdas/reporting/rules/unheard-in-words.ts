import type { CampaignReport } from '#contract/reports.ts';

/** Until a day after it was sent, more may come; from then on it is said what it came to. */
export const unheardInWords = ({ unheard: { settled } }: Pick<CampaignReport, 'unheard'>): string =>
  settled === undefined ? 'not heard of yet' : 'nothing heard';
