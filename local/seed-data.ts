import type { createClient } from '#contract/clients.ts';
import { acceptableUseVersion } from '#contract/clients.ts';
import type { BodyInputOf } from '#contract/route.ts';
import type { FormContent, createForm, createList } from '#contract/sign-up.ts';

/** What a client is seeded with. Every name is made up; the domains are reserved and belong to nobody. */
export interface SeedClient {
  readonly client: BodyInputOf<typeof createClient>;
  readonly user: { readonly userName: string; readonly displayName: string; readonly mailAddress?: string };
  readonly list: BodyInputOf<typeof createList>;
  readonly forms: readonly SeedForm[];
  /** Who has confirmed already: each by a page of the client's. */
  readonly subscribers: readonly { readonly address: string; readonly firstName: string }[];
}
type SeedForm = Omit<BodyInputOf<typeof createForm>, 'listId'> & Pick<FormContent, 'language'>;

export const seedOperator = { userName: 'noor.haddad', displayName: 'Noor Haddad' };

const harbourBooks: SeedClient = {
  client: {
    legalName: 'Harbour Books Ltd',
    brand: 'Harbour Books',
    postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' },
    website: 'https://harbourbooks.example',
    privacyUrl: 'https://harbourbooks.example/privacy',
    contactName: 'Emeka Obi',
    contactAddress: 'hello@harbourbooks.example',
    phone: '+44 1947 600000',
    acceptableUse: { version: acceptableUseVersion, acceptedBy: 'Emeka Obi' },
  },
  user: { userName: 'emeka.obi', displayName: 'Emeka Obi', mailAddress: 'emeka@harbourbooks.example' },
  list: { name: 'Letter', title: 'the Harbour Books letter' },
  forms: [
    {
      name: 'Website footer',
      language: 'en',
      accentColour: '#1f5c7a',
      heading: 'The Harbour Books letter',
      introduction: 'New books, a few old ones worth finding again, and the readings in our shop on the quay.',
      frequency: 'about once a month',
      fields: { firstName: 'optional', lastName: 'off' },
      boxes: {
        marketing_email: 'Send me the Harbour Books letter.',
        open_tracking: 'You may count whether I open it.',
        click_tracking: 'You may count which links I follow.',
      },
      notice:
        'Harbour Books keeps your address to send you this letter, and gives it to nobody else. Every letter has a link that stops it at once. Ask us at hello@harbourbooks.example for all that we keep about you.',
    },
  ],
  subscribers: [
    { address: 'ada.byron@readers.example.net', firstName: 'Ada' },
    { address: 'tomas.lindqvist@readers.example.net', firstName: 'Tomas' },
    { address: 'mei.tanaka@readers.example.net', firstName: 'Mei' },
  ],
};

const acmeCoffee: SeedClient = {
  client: {
    legalName: 'Acme Coffee GmbH',
    brand: 'Acme Coffee',
    postalAddress: { street: 'Speicherweg 4', postalCode: '20457', city: 'Hamburg', country: 'DE' },
    website: 'https://acmecoffee.example',
    privacyUrl: 'https://acmecoffee.example/datenschutz',
    contactName: 'Lena Vogel',
    contactAddress: 'moin@acmecoffee.example',
    phone: '+49 40 300000',
    language: 'de',
    acceptableUse: { version: acceptableUseVersion, acceptedBy: 'Lena Vogel' },
  },
  user: { userName: 'lena.vogel', displayName: 'Lena Vogel' },
  list: { name: 'Röstpost', title: 'die Röstpost von Acme Coffee' },
  forms: [
    {
      name: 'Laden und Website',
      language: 'de',
      accentColour: '#7a3b1f',
      heading: 'Die Röstpost',
      introduction: 'Was frisch geröstet ist, woher es kommt, und wann im Speicher verkostet wird.',
      frequency: 'etwa zweimal im Monat',
      ownFields: [
        { key: 'brewing', label: 'Womit brühen Sie?', type: 'choice', options: ['Filter', 'Espresso', 'French Press'] },
      ],
      boxes: { marketing_email: 'Schicken Sie mir die Röstpost.' },
      notice:
        'Acme Coffee speichert Ihre Adresse, um Ihnen die Röstpost zu schicken, und gibt sie nicht weiter. Jede Ausgabe hat einen Link, mit dem sie sofort aufhört. Was wir über Sie speichern, erfahren Sie unter moin@acmecoffee.example.',
    },
    {
      name: 'Export',
      language: 'en',
      accentColour: '#7a3b1f',
      heading: 'The roast letter',
      introduction: 'What is freshly roasted, where it comes from, and when we taste it in the warehouse.',
      frequency: 'about twice a month',
      boxes: { marketing_email: 'Send me the roast letter.' },
      notice:
        'Acme Coffee keeps your address to send you the roast letter, and gives it to nobody else. Every letter has a link that stops it at once. Ask us at moin@acmecoffee.example for all that we keep about you.',
    },
  ],
  subscribers: [
    { address: 'jonas.petersen@kaffee.example.net', firstName: 'Jonas' },
    { address: 'amina.diallo@kaffee.example.net', firstName: 'Amina' },
  ],
};

export const seedClients: readonly SeedClient[] = [harbourBooks, acmeCoffee];
