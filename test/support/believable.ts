import { acceptableUseVersion } from '#contract/clients.ts';

export const harbourBooks = {
  legalName: 'Harbour Books Ltd',
  brand: 'Harbour Books',
  postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' },
  website: 'https://harbourbooks.example',
  privacyUrl: 'https://harbourbooks.example/privacy',
  contactName: 'Emeka Obi',
  contactAddress: 'hello@harbourbooks.example',
  phone: '+44 1947 600000',
  acceptableUse: { version: acceptableUseVersion, acceptedBy: 'Emeka Obi' },
} as const;

export const letterForm = (listId: string) =>
  ({
    name: 'Website footer',
    listId,
    language: 'en',
    heading: 'The Harbour Books letter',
    introduction: 'New books and readings in our shop.',
    frequency: 'about once a month',
    boxes: { marketing_email: 'Send me the Harbour Books letter.' },
    notice: 'Harbour Books keeps your address to send you this letter, and gives it to nobody else.',
  }) as const;
