import type { Client } from '#contract/clients.ts';
import type { Notice } from '#contract/consent.ts';
import type { Form } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';

export interface Publication {
  readonly noticeId: string;
  readonly at: string;
  readonly region: string;
  readonly listTitle: string;
  /** Where mail to unsubscribe is read, if anywhere. */
  readonly unsubscribeAddress?: string;
}

/** Everything that a visitor of this version of the form is shown before agreeing, and who stands behind it. */
export function noticeOf(
  form: Form,
  client: Client,
  { noticeId, at, region, listTitle, unsubscribeAddress }: Publication,
): Notice {
  const { content } = form;
  const boxes = purposes.flatMap((purpose) => {
    const label = content.boxes[purpose];
    return label === undefined ? [] : [{ id: purpose, label, preTicked: false as const }];
  });
  const age =
    content.minimumAge === undefined ? [] : [{ id: 'age', label: `${content.minimumAge}+`, preTicked: false as const }];
  const named = (['firstName', 'lastName'] as const).filter((field) => content.fields[field] !== 'off');
  const words = wordsIn(content.language).form;
  const fields = [
    ...named.map((key) => ({ key, label: words[key], required: content.fields[key] === 'required' })),
    ...content.ownFields.map(({ key, label, required }) => ({ key, label, required })),
  ];
  const byMail = unsubscribeAddress === undefined ? [] : [`mail to ${unsubscribeAddress}, as every mail offers it`];
  return {
    schemaVersion: 1,
    noticeId,
    clientId: client.clientId,
    formId: form.formId,
    formVersion: form.version,
    listId: content.listId,
    language: content.language,
    publishedAt: at,
    heading: content.heading,
    introduction: content.introduction,
    frequency: content.frequency,
    text: content.notice,
    controls: [...boxes, ...age],
    controller: {
      name: client.legalName,
      brand: client.brand,
      address: client.postalAddress,
      contact: client.contactAddress,
      phone: client.phone,
      url: client.website,
    },
    recipients: ['Amazon Web Services (processor)'],
    storageLocations: [region],
    retention: 'while the consent lasts, and its evidence for three years after',
    withdrawalMethods: ['one-click unsubscribe in every mail', 'preference page', ...byMail],
    piiTypes: ['EmailAddress', ...fields.map(({ key }) => key)],
    rightsUrl: client.privacyUrl,
    listTitle,
    accentColour: content.accentColour,
    fields,
    jurisdiction: client.postalAddress.country,
    consentType: 'explicit',
  };
}
