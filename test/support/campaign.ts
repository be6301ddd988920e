import { campaignDraft } from '#contract/campaigns.ts';
import type { CampaignDraft } from '#contract/campaigns.ts';

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
