import type { Cost } from '#contract/reports.ts';
import type { CampaignContent } from '#lambdas/campaigns/sendable-campaigns.ts';

/** https://aws.amazon.com/ses/pricing/, November 2026: the same in all regions. */
const usdPerMessage = 0.1 / 1000;
const usdPerGigabyte = 0.12;

type Design = CampaignContent['compiled']['personalPictures'][number]['design'];
/** Means over names of three to twenty letters; what is drawn is not kept, so that it cannot be added up. */
const bytesOf: Readonly<Record<Design, number>> = { card: 36_000, ticket: 22_000, banner: 31_000 };
/** SES bills pictures as they stand in a message, which is base64. */
const encoded = 4 / 3;

/** Pure. @param messages that SES took */
export function costOf(
  messages: number,
  { personalPictures }: Pick<CampaignContent['compiled'], 'personalPictures'>,
): Cost {
  const bytes = personalPictures.reduce((sum, { design }) => sum + bytesOf[design] * encoded, 0);
  const messagesUsd = messages * usdPerMessage;
  const picturesUsd = ((messages * bytes) / 2 ** 30) * usdPerGigabyte;
  return { usd: round(messagesUsd + picturesUsd), messagesUsd: round(messagesUsd), picturesUsd: round(picturesUsd) };
}

const round = (usd: number): number => Math.round(usd * 1e4) / 1e4;
