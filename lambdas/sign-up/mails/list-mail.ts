import type { PostalAddress } from '#contract/clients.ts';
import type { Language } from '#contract/common.ts';
import type { Notice } from '#contract/consent.ts';
import type { PublishedForm } from '../forms-store.ts';

/** What the mails of a form say of who sends them. */
export interface ListMailView {
  readonly language: Language;
  readonly brand: string;
  readonly legalName: string;
  readonly postalAddress: PostalAddress;
  readonly accentColour: string;
  readonly listTitle: string;
  readonly site: string;
  readonly privacyUrl: string;
}

/** @param notice the one that the mail is about: a form may have been published anew since */
export const listMailView = (
  { form, listTitle }: PublishedForm,
  { controller, rightsUrl }: Notice,
  language: Language,
): ListMailView => ({
  language,
  brand: controller.brand,
  legalName: controller.name,
  postalAddress: controller.address,
  accentColour: form.content.accentColour,
  listTitle,
  site: new URL(controller.url).hostname,
  privacyUrl: rightsUrl,
});
