import { campaignDraft } from '#contract/campaigns.ts';
import type { CampaignDraft } from '#contract/campaigns.ts';
import { getClient } from '#contract/clients.ts';
import { compile } from '#lambdas/campaigns/compile.ts';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { deployedTables } from './deployed.ts';
import { id } from './people.ts';
import type { Api } from './sign-in.ts';
import { db } from './stored.ts';

/** A letter that nobody has anything against, but for what is given. */
export const letter = (listId: string, overrides: object = {}): CampaignDraft =>
  campaignDraft.parse({
    name: 'December letter',
    listId,
    from: { domain: 'mail.assent.test' },
    language: 'en',
    subject: '{{ first_name | default: "Hello" }}, three new novels came in',
    content: {
      kind: 'blocks',
      blocks: [
        { type: 'heading', text: 'The Harbour Books letter' },
        {
          type: 'text',
          doc: {
            type: 'doc',
            content: [
              {
                type: 'paragraph',
                content: [
                  {
                    type: 'text',
                    text: 'Three new novels came in on the morning boat, and one of them is set in this very town.',
                  },
                ],
              },
            ],
          },
        },
        { type: 'button', label: 'See the novels', href: 'https://harbourbooks.example/novels' },
        { type: 'footer' },
      ],
    },
    ...overrides,
  });

/** Writes a campaign of a client, compiled as it is saved. @returns its id */
export async function written(api: Api, clientId: string, draft: CampaignDraft, createdBy: string): Promise<string> {
  await deployedTables(directoryTable);
  const client = await api(getClient, { params: { clientId } });
  const compiled = await compile(draft, {
    client,
    listTitle: 'the Harbour Books letter',
    fields: [],
    picture: () => Promise.resolve(undefined),
  });
  const { content, text, ...rest } = draft;
  const campaignId = id();
  const at = new Date().toISOString();
  await campaignsStore(db()).add(
    {
      campaignId,
      clientId,
      state: 'draft',
      version: 1,
      draft: rest,
      contentHash: compiled.contentHash,
      createdBy,
      createdAt: at,
      updatedAt: at,
    },
    { v: 1, campaignId, content, text, compiled },
    { clientId, actor: createdBy, action: 'campaign.created', subject: campaignId },
    { at, id: id() },
  );
  return campaignId;
}
