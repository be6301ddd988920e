import { describe, expect, it } from 'vitest';
import { notice } from '#contract/consent.ts';
import { noticeOf } from '#lambdas/sign-up/rules/notice-of.ts';
import { at } from '#test/support/people.ts';
import { knownClient, publishedLetter } from '#test/support/published.ts';

const client = knownClient({ phone: '+44 1947 000000' });

const { form } = publishedLetter(undefined, {
  fields: { firstName: 'optional', lastName: 'off' },
  ownFields: [{ type: 'text', key: 'favourite_author', label: 'Your favourite author', required: true }],
});

const publication = { noticeId: 'noticenotice0001', at: at(1), region: 'eu-west-2', listTitle: 'the letter' };

describe('a notice', () => {
  it('says who, what, where, how long and how to stop, as ISO/IEC TS 27560 asks', () => {
    expect(notice.parse(noticeOf(form, client, publication))).toMatchObject({
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
