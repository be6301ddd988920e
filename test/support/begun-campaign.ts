import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { campaignDraft } from '#contract/campaigns.ts';
import { getClient } from '#contract/clients.ts';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { deployedTables } from './deployed.ts';
import { id } from './people.ts';
import type { Api } from './sign-in.ts';
import { db } from './stored.ts';

/** A campaign of a text and three links, as it stands once it is scheduled, and its time comes. */
export async function begunCampaign(
  member: Api,
  { clientId, listId }: { readonly clientId: string; readonly listId: string },
  name: string,
): Promise<string> {
  await deployedTables(directoryTable);
  const { legalName, postalAddress } = await member(getClient, { params: { clientId } });
  const address = [legalName, postalAddress.street, postalAddress.postalCode, postalAddress.city].join(', ');
  const links = ['novels', 'poems', 'maps'].map((shelf) => `https://harbourbooks.example/${shelf}`);
  const anchors = links.map((href, at) => `<a ses:tags="link:${at};" href="${href}">${href}</a>`).join(' ');
  const html = `<!doctype html><html lang="en"><head><title>x</title></head><body><p>New books have come. ${anchors}</p><p>${address}</p><p><a ses:no-track href="{{ unsubscribe_url }}">Unsubscribe</a> · <a ses:no-track href="{{ preferences_url }}">Preferences</a></p></body></html>`;
  const text = `New books have come.\n\n${address}\n\nUnsubscribe: {{ unsubscribe_url }}\nPreferences: {{ preferences_url }}\n`;
  const {
    content,
    text: _derived,
    ...draft
  } = campaignDraft.parse({
    name,
    listId,
    from: { domain: 'mail.assent.test' },
    language: 'en',
    subject: 'New books',
    content: { kind: 'html', source: html },
  });
  const campaignId = id();
  const contentHash = sha256Of(`${name}${html}`);
  const at = new Date().toISOString();
  await campaignsStore(db()).add(
    {
      campaignId,
      clientId,
      state: 'scheduled',
      version: 1,
      draft,
      contentHash,
      createdBy: 'emeka.obi',
      createdAt: at,
      updatedAt: at,
    },
    {
      v: 1,
      campaignId,
      content,
      compiled: {
        v: 1,
        contentHash,
        subject: 'New books',
        html,
        text,
        missing: 'skip',
        fields: [],
        links: [
          ...links.map((href) => ({ href, text: href })),
          { href: '{{ unsubscribe_url }}', text: 'Unsubscribe' },
          { href: '{{ preferences_url }}', text: 'Preferences' },
        ],
        pictures: [],
        personalPictures: [],
      },
    },
    {
      entry: { clientId, actor: 'emeka.obi', action: 'campaign.scheduled', subject: campaignId },
      stamp: { at, id: id() },
    },
  );
  const sqs = new SQSClient({});
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes('SendingPlansQueue'));
  const MessageBody = JSON.stringify({ kind: 'start', clientId, campaignId, version: 1 });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return campaignId;
}
