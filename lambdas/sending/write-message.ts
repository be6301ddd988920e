import type { Client } from '#contract/clients.ts';
import type { MailProvider } from '#contract/figures.ts';
import type { List } from '#contract/sign-up.ts';
import type { CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { CompiledContent } from '#lambdas/campaigns/rules/compiled.ts';
import type { Render } from '#lambdas/campaigns/rules/rendered.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import { countedWhen } from '#lambdas/consent/rules/counted-when.ts';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { LinkTokens } from '#lambdas/platform/link-tokens.ts';
import { listLinks } from '#lambdas/platform/mail/list-links.ts';
import type { ListMailSettings } from '#lambdas/platform/mail/list-links.ts';
import type { CountedAs } from '#lambdas/platform/message-log.ts';
import type { Message, Written } from '#lambdas/platform/mail-transport.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { messageIdOf } from './rules/names.ts';
import type { Addressee } from './rules/run.ts';
import { showsWayOut } from './rules/way-out.ts';

/** What is the same for everybody of a batch. */
export interface Edition {
  readonly campaign: CampaignItem;
  readonly client: Client;
  readonly list: List;
  readonly compiled: CompiledContent;
  readonly subjectFor: (contactId: string) => 'a' | 'b';
  /** Who was written to as often as the client allows itself. */
  readonly capped: ReadonlySet<string>;
}

export interface WriteParts {
  readonly clock: Clock;
  readonly standings: Pick<StandingStore, 'find' | 'mailbox'>;
  readonly render: Render;
  readonly secrets: () => Promise<{ readonly sealer: Sealer; readonly links: LinkTokens }>;
  readonly settings: () => ListMailSettings;
  /** Who takes mail for an address. Never throws. */
  readonly providerOf: (address: string) => Promise<MailProvider>;
}

/** The same for the same person, however often sending is begun. */
export const campaignMessage = (
  { campaignId, clientId }: CampaignItem,
  contactId: string,
  counted?: CountedAs,
): Message => ({
  messageId: messageIdOf(campaignId, contactId),
  purpose: 'campaign',
  clientId,
  contactId,
  counted,
});

/**
 * The message of one person, written from the very reads that allow it (CS-08): what they said last decides, up to the moment
 * before SES is called.
 */
export async function writeMessage(
  { contactId, addressKey }: Addressee,
  { campaign, client, list, compiled, subjectFor, capped }: Edition,
  parts: WriteParts,
): Promise<Written> {
  const { campaignId, clientId, draft } = campaign;
  const { listId } = draft;
  const standing = await parts.standings.find(addressKey);
  // The address may have come back as somebody new, after an erasure.
  if (standing?.contactId !== contactId) return { send: false, because: 'unknown_contact' };
  const mailbox = standing.mailboxHash === undefined ? undefined : await parts.standings.mailbox(standing.mailboxHash);
  const may = maySend({ standing, mailbox, listId, purpose: 'campaign', now: parts.clock.now() });
  if (!may.send) return may;
  if (capped.has(contactId)) return { send: false, because: 'frequency_cap' };
  const { sealer, links } = await parts.secrets();
  const profile = openProfile(sealer, standing);
  if (!profile) return { send: false, because: 'erased' };
  const settings = parts.settings();
  const { headers, unsubscribeUrl, preferencesUrl } = listLinks(
    links,
    { addressKey, listId, clientId, title: list.title },
    settings,
  );
  const webCopyUrl =
    draft.webCopyDays > 0
      ? `${settings.publicUrl}/w/${links.webCopyToken({ clientId, campaignId, contactId })}`
      : undefined;
  const recipient = { fields: profile.fields ?? {}, links: { unsubscribeUrl, preferencesUrl, webCopyUrl } };
  const rendered = await parts.render(compiled, recipient, subjectFor(contactId));
  if (!rendered.rendered) return { send: false, because: rendered.because };
  const { subject, html, text, inlinePictures, renderedHash } = rendered;
  if (!showsWayOut(rendered, unsubscribeUrl)) return { send: false, because: 'no_unsubscribe_link' };
  const subscription = standing.lists[listId];
  return {
    send: true,
    mail: {
      messageId: campaignMessage(campaign, contactId).messageId,
      purpose: 'campaign',
      client: { clientId, brand: client.brand, tenantName: clientId },
      to: profile.address,
      from: `${draft.from.localPart}@${draft.from.domain}`,
      replyTo: draft.from.replyTo ?? client.contactAddress,
      subject,
      html,
      text,
      inlinePictures,
      list: { ...headers, stream: campaignId },
      tags: { contact: contactId, campaign: campaignId },
      language: draft.language,
      tracked: subscription !== undefined && countedWhen(subscription),
    },
    evidence: { consentSeq: standing.seq, renderedHash },
    provider: await parts.providerOf(profile.address),
  };
}
