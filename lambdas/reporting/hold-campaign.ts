import type { Language } from '#contract/common.ts';
import type { Client } from '#contract/clients.ts';
import type { Held } from '#contract/protection.ts';
import type { CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { assent, moveCampaign } from '#lambdas/sending/move-campaign.ts';
import type { MoveParts } from '#lambdas/sending/move-campaign.ts';
import { holdNotice } from './mails/hold-notice.ts';
import { liftNotice } from './mails/lift-notice.ts';
import { whyHeld } from './rules/why-held.ts';

export interface TellParts {
  readonly client: (clientId: string) => Promise<Client | undefined>;
  readonly transport: Pick<MailTransport, 'send'>;
  /** Who runs this Assent, where that is known: told beside the alarm. */
  readonly operatorAddress: string | undefined;
}

/** @returns false when somebody changed the campaign meanwhile */
export async function holdCampaign(campaign: CampaignItem, held: Held, parts: MoveParts): Promise<boolean> {
  const because = whyHeld(held);
  const also = { held };
  return (
    (await moveCampaign(campaign, { to: 'paused', actor: assent, done: 'held', because, also }, parts)) !== undefined
  );
}

export interface HeldHow {
  readonly paused: boolean;
  readonly suspended: boolean;
}

/** Why a campaign was stopped, with the evidence. */
export const tellHeld = (campaign: CampaignItem, held: Held, how: HeldHow, parts: TellParts): Promise<void> =>
  tell(campaign, `held-${campaign.campaignId}-${digits(held.at)}`, parts, (view) =>
    holdNotice({ ...view, held, ...how }),
  );

/** That what SES had against it is over, and a person may let it go on. */
export const tellLifted = (campaign: CampaignItem, at: string, parts: TellParts): Promise<void> =>
  tell(campaign, `lifted-${campaign.campaignId}-${digits(at)}`, parts, liftNotice);

const digits = (at: string): string => at.replaceAll(/\D/g, '');

interface View {
  readonly language: Language;
  readonly brand: string;
  readonly campaign: { readonly name: string; readonly campaignId: string; readonly clientId: string };
}

/**
 * The client's contact and the operator, each in a mail of their own, once. Not by the client's tenant: it may be what SES has stopped. The
 * mail that tells of a suspension goes out in spite of it.
 */
async function tell(
  { clientId, campaignId, draft }: CampaignItem,
  messageId: string,
  { client, transport, operatorAddress }: TellParts,
  written: (view: View) => { readonly subject: string; readonly html: string; readonly text: string },
): Promise<void> {
  const found = await client(clientId);
  if (found === undefined) return;
  const { brand, language, contactAddress } = found;
  const to: { address: string; language: Language; who: 'client' | 'operator' }[] = [
    { address: contactAddress, language, who: 'client' },
  ];
  if (operatorAddress !== undefined) to.push({ address: operatorAddress, language: 'en', who: 'operator' });
  for (const { address, language: theirs, who } of to)
    await transport.send(
      {
        ...written({ language: theirs, brand, campaign: { name: draft.name, campaignId, clientId } }),
        purpose: 'holdNotice',
        client: { clientId, brand },
        to: address,
        messageId: `${messageId}-${who}`,
        tags: {},
        language: theirs,
        tracked: false,
      },
      () => Promise.resolve({ send: true }),
    );
}
