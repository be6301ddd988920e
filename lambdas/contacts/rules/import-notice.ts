import type { Client } from '#contract/clients.ts';
import type { Notice } from '#contract/consent.ts';
import type { ImportSettings } from '#contract/contacts.ts';
import type { Language } from '#contract/common.ts';
import type { List } from '#contract/sign-up.ts';
import { standsBehind } from '#lambdas/consent/rules/stands-behind.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';

export interface Attested {
  readonly noticeId: string;
  readonly importId: string;
  readonly at: string;
  readonly region: string;
}

/** What a client says that people were shown, and where: kept for good, as what a form shows is. No box of ours was ticked. */
export function importNotice(
  client: Client,
  list: List,
  { mapping, provenance, language }: ImportSettings,
  { noticeId, importId, at, region }: Attested,
): Notice {
  const keys = mapping.flatMap(({ to }) => (typeof to === 'string' ? [] : [to.field.key]));
  return {
    schemaVersion: 1,
    noticeId,
    ...standsBehind(client, region),
    importId,
    provenance,
    listId: list.listId,
    language,
    publishedAt: at,
    heading: list.title,
    introduction: '',
    frequency: '',
    text: provenance.notice,
    controls: [],
    retention: 'while the basis lasts, and its evidence for three years after',
    withdrawalMethods: ['one-click unsubscribe in every mail', 'preference page'],
    piiTypes: ['EmailAddress', ...keys],
    listTitle: list.title,
    fields: keys.map((key) => ({ key, label: labelOf(key, language), required: false })),
  };
}

/** Names as a form calls them; of other fields a file says no more than their heading. */
function labelOf(key: string, language: Language): string {
  const { firstName, lastName } = wordsIn(language).form;
  return key === 'first_name' ? firstName : key === 'last_name' ? lastName : key;
}
