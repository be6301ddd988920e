import { describe, expect, expectTypeOf, it } from 'vitest';
import { contactAddress, sealedDetails } from '#contract/consent.ts';
import type { ContactAddress } from '#contract/consent.ts';
import { mailPurposes } from '#lambdas/platform/mail-transport.ts';
import type { Mail, PurposeOf, PurposeTo } from '#lambdas/platform/mail-transport.ts';

/** Who mails a client's contacts for anybody else does not compile: the type checker runs over this file. */
describe('a contact of a client', () => {
  const parts = {
    messageId: 'contactcontact01-1',
    client: { clientId: 'harbourbooks0001', brand: 'Harbour Books' },
    subject: 'x',
    html: 'x',
    text: 'x',
    language: 'en',
    tracked: false,
  };
  const ada: ContactAddress = contactAddress.parse('ada@example.net');

  it('is mailed for the client: the address that they gave is of a type of its own', () => {
    expectTypeOf(sealedDetails().parse({ address: 'ada@example.net' }).address).toEqualTypeOf<ContactAddress>();
    const mail: Mail = { ...parts, purpose: 'confirm', to: ada, tags: { contact: 'contactcontact01' } };
    expect(mailPurposes[mail.purpose]).toMatchObject({ to: 'contact', for: 'client' });
  });

  it('is not mailed for the operator: such a purpose cannot be written down', () => {
    // @ts-expect-error -- for the operator, to a contact
    const news: PurposeOf = { messageClass: 'commercial', to: 'contact', for: 'operator' };
    expect(news).toBeDefined();
    expectTypeOf<PurposeTo<'contact'>>().toEqualTypeOf<'confirm' | 'welcome' | 'campaign'>();
    type ToContacts = (typeof mailPurposes)[PurposeTo<'contact'>];
    expectTypeOf<ToContacts['for']>().toEqualTypeOf<'client'>();
  });

  it('is not mailed under a purpose that is for others', () => {
    // @ts-expect-error -- the address of a contact, where a client is written to
    const digest: Mail = { ...parts, purpose: 'digest', to: ada, tags: {} };
    expect(digest).toBeDefined();
  });

  it('is not mailed under their purpose at an address from elsewhere, nor without saying whose it is', () => {
    // @ts-expect-error -- a plain text is nobody's address
    const typed: Mail = { ...parts, purpose: 'confirm', to: 'ada@example.net', tags: { contact: 'contactcontact01' } };
    // @ts-expect-error -- nobody could be suppressed
    const untold: Mail = { ...parts, purpose: 'confirm', to: ada, tags: {} };
    expect([typed, untold]).toHaveLength(2);
  });

  it('stands apart from the client, who is mailed at theirs', () => {
    const digest: Mail = { ...parts, purpose: 'digest', to: 'hello@harbourbooks.example', tags: {} };
    expect(mailPurposes[digest.purpose].to).toBe('client');
  });
});
