import { campaignDraft } from '#contract/campaigns.ts';
import type { block, CampaignDraft } from '#contract/campaigns.ts';
import type * as z from 'zod';
import type { CompileWith } from '#lambdas/campaigns/compile.ts';
import { compile } from '#lambdas/campaigns/compile.ts';
import { DomainError } from '#lambdas/platform/errors.ts';

export const pictureId = 'Kp4TzN8sVw2QxLmB';
type Input = z.input<typeof campaignDraft>;

export const draftOf = (overrides: Partial<Input> = {}): CampaignDraft =>
  campaignDraft.parse({
    name: 'November letter',
    listId: 'R5vNc8JdPz1HsYq4',
    from: { domain: 'harbourbooks.example' },
    language: 'en',
    subject: 'New books, and one for you',
    content: { kind: 'blocks', blocks: [{ type: 'heading', text: 'New books' }] },
    ...overrides,
  });

export const htmlDraft = (source: string, overrides: Partial<Input> = {}) =>
  draftOf({ content: { kind: 'html', source }, ...overrides });
export const mjmlDraft = (source: string) => draftOf({ content: { kind: 'mjml', source } });
export const paragraph = (text: string, href?: string): z.input<typeof block> => ({
  type: 'text',
  doc: {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text, ...(href === undefined ? {} : { marks: [{ type: 'link', attrs: { href } }] }) },
        ],
      },
    ],
  },
});

export const given: CompileWith = {
  client: {
    brand: 'Harbour Books',
    legalName: 'Harbour Books Ltd',
    postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' },
    contactAddress: 'hello@harbourbooks.example',
  },
  listTitle: 'the Harbour Books letter',
  fields: [
    { key: 'town', type: 'text' },
    { key: 'vip', type: 'box' },
  ],
  picture: (id) =>
    Promise.resolve(id === pictureId ? { url: 'https://news.example/media/Zq7.png', width: 1200 } : undefined),
};

export const compiled = (draft: CampaignDraft) => compile(draft, given);

/** What its author is told. */
export async function problemsOf(draft: CampaignDraft): Promise<string[]> {
  try {
    await compiled(draft);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fields.map(({ path, message }) => `${path}: ${message}`);
  }
}

export const links = {
  unsubscribeUrl: 'https://news.example/u/AbCdEf',
  preferencesUrl: 'https://news.example/p/AbCdEf',
  webCopyUrl: 'https://news.example/w/AbCdEf',
};
