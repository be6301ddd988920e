import type { searchContacts } from '#contract/contacts.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import { isKnown } from '#lambdas/consent/rules/standing.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';
import type { ContactsApp } from './contacts-app.ts';
import { openMembers } from './open-members.ts';
import { shownContact } from './rules/shown-contact.ts';
import { walkMembers } from './walk-members.ts';

const mostLooked = 5_000;
const mostShown = 100;

/** By address, at once; by the beginning of a domain, among the first some thousand of the list: addresses are sealed, and in no index. */
export const search: Run<typeof searchContacts, ContactsApp> = async ({ params, body }, app) => {
  const { clientId, listId } = params;
  const { address, domain } = body;
  if (!(await app.directory.list(clientId, listId))) throw notFound('list');
  if (address !== undefined && domain === undefined) return reply(await byAddress(app, clientId, listId, address));
  if (domain !== undefined && address === undefined) return reply(await byDomain(app, listId, domain));
  const message = 'say either an address, or how its domain begins';
  throw new DomainError('invalid_fields', message, { fields: [{ path: 'address', message }] });
};

/** Who was erased is not found, and neither is who never confirmed anything. */
async function byAddress(app: ContactsApp, clientId: string, listId: string, typed: string) {
  const judged = judgeAddress(typed);
  const { keys, sealer } = await app.secrets();
  const key = judged.ok ? keys.ofClient(clientId, judged.canonical) : undefined;
  const standing = key === undefined ? undefined : (await app.findStandings([key])).get(key);
  const found = standing && isKnown(standing) && standing.lists[listId] ? standing : undefined;
  const items = found ? [shownContact(found, openProfile(sealer, found))] : [];
  return { items, looked: items.length, more: false };
}

async function byDomain(app: ContactsApp, listId: string, typed: string) {
  const begins = typed.trim().toLowerCase().replace(/^@/, '');
  if (begins === '') {
    const message = 'is empty: say how the domain begins';
    throw new DomainError('invalid_fields', message, { fields: [{ path: 'domain', message }] });
  }
  const walk = await walkMembers(app.members, listId, mostLooked);
  const opened = await openMembers(app, walk.members);
  const found = opened.filter(({ profile }) => domainOf(profile?.address).startsWith(begins));
  const items = found.slice(0, mostShown).map(({ standing, profile }) => shownContact(standing, profile));
  const more = walk.read < memberPartitions || found.length > mostShown;
  return { items, looked: opened.length, more };
}

const domainOf = (address = ''): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
