import type { Client } from '#contract/clients.ts';
import type { Notice } from '#contract/consent.ts';
import type { BodyInputOf } from '#contract/route.ts';
import { formContent } from '#contract/sign-up.ts';
import type { createForm } from '#contract/sign-up.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import type { PublishedForm } from '#lambdas/sign-up/forms-store.ts';
import { harbourBooks, letterForm } from './believable.ts';
import { at, listId, notice } from './people.ts';

/** Harbour Books, as the Directory has it. */
export const knownClient = (overrides: Partial<Client> = {}): Client => ({
  ...harbourBooks,
  clientId: notice.clientId,
  status: 'approved',
  acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: at(0) },
  createdAt: at(0),
  ...overrides,
});

/** Its form, as visitors get it. */
export const publishedLetter = (
  kept: Notice = notice,
  content: Partial<BodyInputOf<typeof createForm>> = {},
): PublishedForm => ({
  v: 1,
  listTitle: 'the letter',
  notice: kept,
  noticeSha256: sha256OfJson(kept),
  form: {
    formId: kept.formId,
    clientId: kept.clientId,
    status: 'published',
    version: 1,
    url: `https://news.example.com/s/${kept.formId}`,
    createdAt: at(0),
    updatedAt: at(0),
    content: formContent.parse({ ...letterForm(listId), ...content }),
  },
});
