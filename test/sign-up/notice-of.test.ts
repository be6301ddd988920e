import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import { notice } from '#contract/consent.ts';
import { formContent } from '#contract/sign-up.ts';
import type { Form } from '#contract/sign-up.ts';
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
        { key: 'firstName', label: 'First name', required: false },
        { key: 'favourite_author', label: 'Your favourite author', required: true },
      ],
      jurisdiction: 'GB',
      consentType: 'explicit',
    });
  });

  it('names mail as a way to withdraw only where it is read', () => {
    expect(noticeOf(form, client, publication).withdrawalMethods).toEqual([
      'one-click unsubscribe in every mail',
      'preference page',
    ]);
    const read = { ...publication, unsubscribeAddress: 'unsubscribe@mail.example.com' };
    expect(noticeOf(form, client, read).withdrawalMethods[2]).toContain('unsubscribe@mail.example.com');
  });
});
