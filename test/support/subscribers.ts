import { randomBytes } from 'node:crypto';
import { contactAddress } from '#contract/consent.ts';
import type { Form, Purpose } from '#contract/sign-up.ts';
import { afterConfirmation, afterRequest } from '#lambdas/consent/rules/standing-after.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { ledgerTable } from '#lambdas/platform/keys/ledger.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { membersOf } from '#lambdas/contacts/rules/member-of.ts';
import { seal, sealer } from '#lambdas/platform/sealing.ts';
import { deployedTables } from './deployed.ts';
import { secretNamed } from './ledger.ts';
import { asked, id } from './people.ts';
import { db } from './stored.ts';

export interface Subscriber {
  readonly contactId: string;
  readonly addressKey: string;
  readonly email: string;
}

export interface SubscriberOptions {
  /** Undefined: an address of their own at example.net. */
  readonly emailOf?: (index: number) => string | undefined;
  readonly purposes?: (index: number) => Purpose[];
}

/** People who asked by a form and confirmed, written as the functions write them: for tests that need more than can be clicked. */
export async function subscribers(
  { clientId, listId, formId, noticeId, noticeSha256 }: Form & { readonly listId: string },
  many: number,
  nameOf: (index: number) => string | undefined = () => 'Ada',
  { emailOf, purposes = () => ['marketing_email'] }: SubscriberOptions = {},
): Promise<Subscriber[]> {
  await deployedTables(consentTable, ledgerTable, directoryTable);
  const secret = await secretNamed('AddressSecret');
  const [keys, sealing] = [addressKeys(secret), sealer(secret)];
  const [standings, members] = [standingStore(db()), membersStore(db())];
  const one = async (index: number): Promise<Subscriber> => {
    const email = emailOf?.(index) ?? `reader-${index}-${randomBytes(4).toString('hex')}@example.net`;
    const contactId = id();
    const known = {
      clientId,
      addressKey: keys.ofClient(clientId, email),
      mailboxHash: keys.mailbox(email),
      contactId,
      salt: sealing.newSalt(),
    };
    const name = nameOf(index);
    const details = {
      address: contactAddress.parse(email),
      ...(name === undefined ? {} : { fields: { first_name: name } }),
    };
    const sealFor = (seq: number) => seal(sealing.keyOf(known.salt, contactId), { contactId, seq }, details);
    const at = new Date().toISOString();
    const by = asked(purposes(index), {
      listId,
      formId,
      noticeId: noticeId!,
      noticeSha256: noticeSha256!,
      at,
      confirmBy: new Date(Date.now() + 86_400_000).toISOString(),
      tokenHashFor: () => sha256Of(contactId),
    });
    const step = afterRequest(undefined, known, by, sealFor, Math.ceil(Date.now() / 1_000) + 86_400);
    await standings.commit(undefined, step);
    const given = afterConfirmation(step.standing, listId, step.standing.lists[listId]!.pending!, at, sealFor);
    await standings.commit(step.standing, given);
    // The index follows by itself, in its own time.
    await Promise.all(membersOf(given.standing).map((each) => members.keep(each)));
    return { contactId, addressKey: known.addressKey, email };
  };
  const all: Subscriber[] = [];
  for (let start = 0; start < many; start += 20)
    all.push(
      ...(await Promise.all(Array.from({ length: Math.min(20, many - start) }, (_, index) => one(start + index)))),
    );
  return all;
}
