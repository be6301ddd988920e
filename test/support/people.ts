import { randomBytes } from 'node:crypto';
import type { Notice } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { sha256Of, sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { seal, sealer } from '#lambdas/platform/sealing.ts';
import { afterImport } from '#lambdas/consent/rules/after-import.ts';
import type { ImportedRow } from '#lambdas/consent/rules/after-import.ts';
import { afterConfirmation, afterRequest } from '#lambdas/consent/rules/standing-after.ts';
import type { Asked } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';

export const id = (): string => randomBytes(12).toString('base64url');

export const listId = 'lettersletters01';
export const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 24, 9, minutes)).toISOString();

export const deploymentSecret = 'a deployment secret for tests';
export const sealing = sealer(deploymentSecret);

/** Ada, who is known to Harbour Books by nothing but what she types. */
export function person() {
  const contactId = id();
  const salt = sealing.newSalt();
  const key = sealing.keyOf(salt, contactId);
  return {
    known: { clientId: 'harbourbooks0001', addressKey: 'A'.repeat(22), mailboxHash: 'B'.repeat(22), contactId, salt },
    key,
    sealFor: (seq: number) => seal(key, { contactId, seq }, { address: 'ada@example.net' }),
  };
}

export const notice: Notice & { formId: string; formVersion: number } = {
  schemaVersion: 1,
  noticeId: 'noticenotice0001',
  clientId: 'harbourbooks0001',
  formId: 'formformform0001',
  formVersion: 1,
  listId,
  language: 'en',
  publishedAt: at(0),
  heading: 'The Harbour Books letter',
  introduction: 'New books, once a month.',
  frequency: 'once a month',
  text: 'Harbour Books keeps your address to send you the letter.',
  controls: [{ id: 'marketing_email', label: 'Send me the letter.', preTicked: false }],
  controller: {
    name: 'Harbour Books Ltd',
    brand: 'Harbour Books',
    address: { street: '1 Quay', city: 'Whitby', country: 'GB' },
    contact: 'hello@harbourbooks.example',
    url: 'https://harbourbooks.example',
  },
  recipients: ['Amazon Web Services (processor)'],
  storageLocations: ['eu-west-2'],
  retention: 'while the consent lasts',
  withdrawalMethods: ['one-click unsubscribe'],
  piiTypes: ['EmailAddress'],
  rightsUrl: 'https://harbourbooks.example/privacy',
};

export const asked = (purposes: readonly Purpose[] = ['marketing_email'], overrides: Partial<Asked> = {}): Asked => ({
  listId,
  purposes,
  controls: [{ id: 'marketing_email', value: true }],
  formId: notice.formId,
  formVersion: 1,
  noticeId: notice.noticeId,
  noticeSha256: sha256OfJson(notice),
  language: 'en',
  channel: 'form',
  challenge: { kind: 'none' },
  globalPrivacyControl: false,
  at: at(1),
  confirmBy: at(1),
  tokenHashFor: (seq) => sha256Of(`token ${seq}`),
  keyId: 'k1',
  ...overrides,
});

export function requested(ada = person(), purposes: readonly Purpose[] = ['marketing_email'], before?: Standing) {
  const step = afterRequest(before, ada.known, asked(purposes), ada.sealFor, 1_800_000_000);
  return { ada, step, pending: step.standing.lists[listId]!.pending! };
}

/** Ada asked and confirmed. @returns her, her standing, and what is in the ledger */
export function confirmed(ada = person(), purposes: readonly Purpose[] = ['marketing_email']) {
  const { step, pending } = requested(ada, purposes);
  const given = afterConfirmation(step.standing, listId, pending, at(2), ada.sealFor);
  return { ada, standing: given.standing, events: [step.event, given.event] as const };
}

export const row = (overrides: Partial<ImportedRow> = {}): ImportedRow => ({
  importId: 'importimport0001',
  line: 2,
  listId,
  at: at(5),
  language: 'en',
  noticeId: 'noticenotice0002',
  noticeSha256: sha256Of('what the client says was shown'),
  ...overrides,
});

/** Ada as a row of a file of Harbour Books brings her. @throws when the row writes no line of the ledger */
export function imported(overrides: Partial<ImportedRow> = {}, ada = person(), before?: Standing) {
  const came = afterImport(before, ada.known, row(overrides), ada.sealFor);
  if (!('write' in came) || !came.write || !('step' in came.write)) throw new Error(`the row came to ${came.as}`);
  return { ada, came, ...came.write.step };
}
