import type { Client } from '#contract/clients.ts';
import type { FullNotice } from '#contract/consent.ts';
import type { Form } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';
import { standsBehind } from '#lambdas/consent/rules/stands-behind.ts';
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
): FullNotice {
  const { content } = form;
  const boxes = purposes.flatMap((purpose) => {
    const label = content.boxes[purpose];
    return label === undefined ? [] : [{ id: purpose, label, preTicked: false as const }];
  });
  const words = wordsIn(content.language).form;
  const { minimumAge } = content;
  const age = minimumAge === undefined ? [] : [{ id: 'age', label: words.age(minimumAge), preTicked: false as const }];
  const named = (['firstName', 'lastName'] as const).filter((field) => content.fields[field] !== 'off');
  const fields: FullNotice['fields'] = [
    ...named.map((key) => ({
      ...{ key, type: 'text' as const, label: words[key] },
      required: content.fields[key] === 'required',
    })),
    // Boxes stand below what is typed.
    ...content.ownFields.filter(({ type }) => type !== 'box'),
    ...content.ownFields.filter(({ type }) => type === 'box'),
  ];
  const byMail = unsubscribeAddress === undefined ? [] : [`mail to ${unsubscribeAddress}, as every mail offers it`];
  return {
    schemaVersion: 2,
    noticeId,
    ...standsBehind(client, region),
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
    retention: 'while the consent lasts, and its evidence for three years after',
    withdrawalMethods: ['one-click unsubscribe in every mail', 'preference page', ...byMail],
    piiTypes: ['EmailAddress', ...fields.map(({ key }) => key)],
    listTitle,
    accentColour: content.accentColour,
    logo: content.logoText ?? client.brand,
    addressLabel: words.address,
    fields,
    who: words.who(client.brand, content.frequency),
    button: content.button ?? words.button(listTitle),
    rightsLabel: words.privacy(client.brand),
    privacyControl: words.gpc,
    consentType: 'explicit',
  };
}
