import { describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import type { Client } from '#contract/clients.ts';
import { notice } from '#contract/consent.ts';
import { formContent } from '#contract/sign-up.ts';
import type { Form } from '#contract/sign-up.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import { formPage } from '#lambdas/sign-up/pages/form-page.tsx';
import { noticeOf } from '#lambdas/sign-up/rules/notice-of.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { at, listId } from '#test/support/people.ts';

const client: Client = {
  ...harbourBooks,
  language: 'en',
  phone: '+44 1947 000000',
  clientId: 'harbourbooks0001',
  status: 'approved',
  acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: at(0) },
  createdAt: at(0),
};

const form: Form = {
  formId: 'formformform0001',
  clientId: client.clientId,
  status: 'published',
  version: 1,
  url: 'https://news.example.com/s/formformform0001',
  createdAt: at(0),
  updatedAt: at(0),
  content: formContent().parse({
    ...letterForm(listId),
    fields: { firstName: 'optional', lastName: 'off' },
    ownFields: [{ type: 'text', key: 'favourite_author', label: 'Your favourite author', required: true }],
  }),
};

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* stringsIn(each);
}

/** What a page says, piece by piece. */
const textsOf = (html: string): string[] =>
  html
    .replaceAll(/<(style|script)\b.*?<\/\1>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => text.replaceAll('\u00a0', ' ').replaceAll('&amp;', '&').replaceAll('&#39;', "'").trim())
    .filter(Boolean);

const publication = { noticeId: 'noticenotice0001', at: at(1), region: 'eu-west-2', listTitle: 'the letter' };

describe('a notice', () => {
  it('says who, what, where, how long and how to stop, as ISO/IEC TS 27560 asks', () => {
    expect(notice().parse(noticeOf(form, client, publication))).toMatchObject({
      listTitle: 'the letter',
      controls: [{ id: 'marketing_email', preTicked: false }],
      controller: { name: 'Harbour Books Ltd', phone: '+44 1947 000000', contact: 'hello@harbourbooks.example' },
      storageLocations: ['eu-west-2'],
      piiTypes: ['EmailAddress', 'firstName', 'favourite_author'],
      fields: [
        { key: 'firstName', type: 'text', label: 'First name', required: false },
        { key: 'favourite_author', type: 'text', label: 'Your favourite author', required: true },
      ],
      jurisdiction: 'GB',
      consentType: 'explicit',
    });
  });

  it.each(languages)(
    'keeps all that the page says in %s: what was seen can be put together from it (PR-01)',
    (language) => {
      const content = formContent().parse({
        ...letterForm(listId),
        language,
        logoText: 'HARBOUR',
        fields: { firstName: 'optional', lastName: 'required' },
        ownFields: [
          { type: 'box', key: 'member', label: 'I am a member.' },
          { type: 'choice', key: 'shop', label: 'Which shop?', options: ['Whitby', 'Hull'] },
          { type: 'date', key: 'since', label: 'Reader since' },
        ],
        boxes: { marketing_email: 'Send me the letter.', open_tracking: 'You may count whether I open it.' },
        minimumAge: 16,
      });
      const kept = noticeOf({ ...form, content }, client, publication);
      const published = {
        v: 1 as const,
        form: { ...form, content },
        listTitle: 'the letter',
        notice: kept,
        noticeSha256: '',
      };
      const { html } = formPage({ published, stamp: 'x', globalPrivacyControl: true });
      const words = wordsIn(language);
      // The same on every page of that language, and nothing that anybody agrees to.
      const ofEveryPage = [words.foot, words.form.trap, words.form.choose, `(${words.form.optional})`];
      const known = new Set([...stringsIn(kept), ...ofEveryPage]);
      const shown = textsOf(html);
      expect(shown.length).toBeGreaterThan(15);
      expect(shown.filter((text) => !known.has(text))).toEqual([]);
    },
  );

  it('names mail as a way to withdraw only where it is read', () => {
    expect(noticeOf(form, client, publication).withdrawalMethods).toEqual([
      'one-click unsubscribe in every mail',
      'preference page',
    ]);
    const read = { ...publication, unsubscribeAddress: 'unsubscribe@mail.example.com' };
    expect(noticeOf(form, client, read).withdrawalMethods[2]).toContain('unsubscribe@mail.example.com');
  });
});
