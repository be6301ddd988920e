import type * as z from 'zod';
import type { campaignDraft } from './campaigns.ts';
import type { acceptableUseVersion, auditEvent, client, createClient, user } from './clients.ts';
import type { delivery, endpoint } from './forwarding.ts';
import type { form, formContent, list } from './sign-up.ts';
import type { InputOf } from './shape.ts';

/** One believable world for the whole document: Harbour Books, its letter, its form. Held to the shapes by a test. */
const clientId = 'Ux3mQ9aTfB7kLw2e';
const listId = 'R5vNc8JdPz1HsYq4';
const formId = 'b6WgKx0EtMj9UoA3';
const endpointId = 'Zk4Fy7LnCq2VrXe8';
const version: typeof acceptableUseVersion = '2026-11';

export const exampleIds = { clientId, listId, formId, endpointId, contactId: 'h2JtWm5QbSx8DcNe' };

const profile = {
  legalName: 'Harbour Books Ltd',
  brand: 'Harbour Books',
  postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' },
  website: 'https://harbourbooks.example',
  privacyUrl: 'https://harbourbooks.example/privacy',
  contactName: 'Emeka Obi',
  contactAddress: 'hello@harbourbooks.example',
  phone: '+44 1947 600000',
  language: 'en',
} as const;

/** As an operator takes it on. */
export const exampleNewClient = {
  ...profile,
  acceptableUse: { version, acceptedBy: 'Emeka Obi' },
} satisfies z.input<typeof createClient.body>;

export const exampleClient = {
  clientId,
  status: 'approved',
  ...profile,
  acceptableUse: { version, acceptedBy: 'Emeka Obi', acceptedAt: '2026-11-24T09:00:00.000Z' },
  createdAt: '2026-11-24T09:00:00.000Z',
  approvedAt: '2026-11-24T10:30:00.000Z',
} satisfies InputOf<typeof client>;

export const exampleUser = {
  userName: 'emeka.obi',
  clientId,
  role: 'client',
  displayName: 'Emeka Obi',
  createdAt: '2026-11-24T10:35:00.000Z',
} satisfies InputOf<typeof user>;

export const exampleAuditEvent = {
  at: '2026-11-24T10:30:00.000Z',
  actor: 'noor.haddad',
  action: 'client.approved',
  subject: clientId,
  reason: 'papers are complete',
} satisfies InputOf<typeof auditEvent>;

export const exampleList = {
  listId,
  clientId,
  name: 'Letter',
  title: 'the Harbour Books letter',
  createdAt: '2026-11-24T10:40:00.000Z',
} satisfies InputOf<typeof list>;

export const exampleFormContent = {
  name: 'Website footer',
  listId,
  language: 'en',
  accentColour: '#1f5c7a',
  heading: 'The Harbour Books letter',
  introduction: 'New books, a few old ones worth finding again, and the readings in our shop.',
  frequency: 'about once a month',
  fields: { firstName: 'optional', lastName: 'off' },
  boxes: { marketing_email: 'Send me the Harbour Books letter.' },
  notice: 'Harbour Books keeps your address to send you this letter, and gives it to nobody else.',
  origins: ['https://harbourbooks.example'],
} satisfies InputOf<typeof formContent>;

export const exampleForm = {
  formId,
  clientId,
  status: 'published',
  content: exampleFormContent,
  version: 1,
  noticeId: 'Yp9BsG4RkTz6MwQa',
  noticeSha256: 'Pz3cH1tq7VxkJm0aYbWfRgDoLsEnUi5y2T8uKdQ9vXA',
  url: `https://news.example.com/s/${formId}`,
  createdAt: '2026-11-24T10:45:00.000Z',
  updatedAt: '2026-11-24T11:00:00.000Z',
  publishedAt: '2026-11-24T11:00:00.000Z',
} satisfies InputOf<typeof form>;

export const exampleEndpoint = {
  endpointId,
  clientId,
  url: 'https://harbourbooks.example/hooks/assent',
  description: 'Shop system',
  status: 'active',
  createdAt: '2026-11-24T11:10:00.000Z',
} satisfies InputOf<typeof endpoint>;

export const exampleDelivery = {
  deliveryId: 'mi8x2k4qz-4TgVb7NqYw2RsKd9',
  endpointId,
  type: 'subscription.confirmed',
  contactId: exampleIds.contactId,
  status: 'delivered',
  attempts: [{ at: '2026-11-24T12:00:00.000Z', status: 200, ms: 84 }],
  createdAt: '2026-11-24T12:00:00.000Z',
} satisfies InputOf<typeof delivery>;

export const exampleDraft = {
  name: 'December letter',
  listId,
  from: { localPart: 'letter', domain: 'news.harbourbooks.example', replyTo: 'hello@harbourbooks.example' },
  language: 'en',
  subject: 'Three books for the long evenings',
  preheader: 'And a chair by the window, {{ first_name | default: "dear reader" }}',
  content: {
    kind: 'blocks',
    theme: { accent: '#1f5c7a', font: 'serif' },
    blocks: [
      { type: 'heading', text: 'Good evening, {{ first_name | default: "dear reader" }}' },
      {
        type: 'text',
        doc: {
          type: 'doc',
          content: [
            {
              type: 'paragraph',
              content: [
                { type: 'text', text: 'The lamps are on by four. ' },
                {
                  type: 'text',
                  text: 'Three books',
                  marks: [{ type: 'link', attrs: { href: 'https://harbourbooks.example/three' } }],
                },
                { type: 'text', text: ' are on the table by the door.' },
              ],
            },
          ],
        },
      },
      { type: 'button', label: 'See the three books', href: 'https://harbourbooks.example/three' },
    ],
  },
} satisfies z.input<typeof campaignDraft>;

/** What is sent, by the id of its route. */
export const exampleBodies: Readonly<Record<string, unknown>> = {
  createClient: exampleNewClient,
  approveClient: { reason: 'papers are complete' },
  suspendClient: { reason: 'three complaints about a bought list' },
  changeClient: { phone: '+44 1947 600000', secondApproval: true, reason: 'asked for by Emeka Obi' },
  createUser: { userName: 'emeka.obi', displayName: 'Emeka Obi', mailAddress: 'emeka@harbourbooks.example' },
  createCampaign: exampleDraft,
  changeCampaign: { version: 2, draft: exampleDraft },
  previewCampaign: { contactId: exampleIds.contactId, worst: ['longest_name', 'right_to_left'] },
  uploadPicture: { name: 'The shop at night', contentType: 'image/jpeg' },
  checkCampaign: {
    version: 3,
    overrides: [{ rule: 'CS-21', where: 'subject', reason: 'the sale is of the building, not of books' }],
  },
  testCampaign: { version: 3, userNames: ['emeka.obi'] },
  approveCampaign: { version: 3 },
  scheduleCampaign: { version: 3, at: '2026-12-01T09:00:00.000Z', timeZone: 'Europe/London' },
  unscheduleCampaign: { reason: 'the reading is put off' },
  resetUser: { reason: 'the phone with the app is lost' },
  removeUser: { reason: 'left Harbour Books' },
  createList: { name: 'Letter', title: 'the Harbour Books letter' },
  createForm: exampleFormContent,
  changeForm: exampleFormContent,
  submitForm: { email: 'ada@example.net', first_name: 'Ada', marketing_email: 'on' },
  requestSubscription: {
    email: 'ada@example.net',
    firstName: 'Ada',
    purposes: { marketing_email: true },
    noticeId: exampleForm.noticeId,
  },
  changePreferences: { stop: 'all' },
  findContact: { address: 'ada@example.net' },
  createEndpoint: { url: exampleEndpoint.url, description: exampleEndpoint.description },
  replaySince: { since: '2026-11-24T00:00:00.000Z' },
  setDigest: { enabled: true, address: 'hello@harbourbooks.example' },
  startExport: { listId },
  pauseCampaign: { reason: 'the price in the second paragraph is wrong' },
  resumeCampaign: { reason: 'the price is right after all' },
  cancelCampaign: { reason: 'the offer has ended' },
  chooseWinner: { subject: 'b' },
  addSender: { domain: 'mail.harbourbooks.example' },
  createImport: { listId, fileName: 'customers.csv' },
  startImport: {
    mapping: [
      { column: 0, to: 'address' },
      { column: 1, to: { field: { key: 'first_name', type: 'text' } } },
      { column: 2, to: 'evidence.date' },
    ],
    provenance: {
      source: 'shop',
      where: 'the till in Quay Street',
      from: '2025-01-01',
      until: '2026-10-31',
      notice: 'May we send you our letter? You can stop it at any time.',
      attestedBy: 'Emeka Obi',
      attests: true,
    },
    evidence: { basis: 'consent', givenAt: '2026-10-31', how: 'said yes at the till, on paper' },
    language: 'en',
  },
  createSegment: {
    listId,
    name: 'Readers of history in Whitby',
    filter: {
      op: 'and',
      of: [
        { op: 'field', key: 'shelf', is: 'equals', value: 'history' },
        { op: 'field', key: 'city', is: 'equals', value: 'Whitby' },
      ],
    },
  },
  estimateSegment: { filter: { op: 'since', from: '2026-01-01T00:00:00.000Z' } },
  searchContacts: { domain: 'example.' },
  reportAbuse: {
    kind: 'never_signed_up',
    sender: 'Harbour Books <news@mail.harbourbooks.example>',
    text: 'It came this morning; I never gave my address there.',
    reply_to: 'ada@example.net',
  },
  settleAbuseReport: { reason: 'the address came from an import, which was taken back' },
  releaseImport: { decision: 'import', reason: 'the trade fair gave out cards of its sales desks' },
};
