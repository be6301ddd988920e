import type { Client } from '#contract/clients.ts';
import type { Notice } from '#contract/consent.ts';
import type { Form } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';

/** Everything that a visitor of this version of the form is shown before agreeing, and who stands behind it. */
export function noticeOf(
  form: Form,
  client: Client,
  { noticeId, at, region }: { noticeId: string; at: string; region: string },
): Notice {
  const { content } = form;
  const boxes = purposes.flatMap((purpose) => {
    const label = content.boxes[purpose];
    return label === undefined ? [] : [{ id: purpose, label, preTicked: false as const }];
  });
  const age =
    content.minimumAge === undefined ? [] : [{ id: 'age', label: `${content.minimumAge}+`, preTicked: false as const }];
  const named = (['firstName', 'lastName'] as const).filter((field) => content.fields[field] !== 'off');
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
      url: client.website,
    },
    recipients: ['Amazon Web Services (processor)'],
    storageLocations: [region],
    retention: 'while the consent lasts, and its evidence for three years after',
    withdrawalMethods: ['one-click unsubscribe', 'preference page', 'reply by mail'],
    piiTypes: ['EmailAddress', ...named, ...content.ownFields.map((field) => field.key)],
    rightsUrl: client.privacyUrl,
  };
}
