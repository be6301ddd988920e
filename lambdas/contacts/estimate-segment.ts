import type { estimateSegment } from '#contract/contacts.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContactsApp } from './contacts-app.ts';
import { judgeFilter } from './manage-segments.ts';
import { openMembers } from './open-members.ts';
import { asksForFields, matches } from './rules/matches.ts';
import type { Member } from './rules/member-of.ts';
import { inAll } from './rules/sampled.ts';
import { shownContact } from './rules/shown-contact.ts';
import { walkMembers } from './walk-members.ts';

const mostLooked = 3_000;
const mostShown = 10;

/** Of those who may be mailed now. A small list is counted, of a large one a part. */
export const estimate: Run<typeof estimateSegment, ContactsApp> = async ({ params, body: { filter } }, app) => {
  const { clientId, listId } = params;
  await judgeFilter(app, clientId, listId, filter);
  const walk = await walkMembers(app.members, listId, mostLooked, 'subscribed');
  const now = app.clock.now();
  const members = walk.members.filter(({ basisExpiresAt }) => basisExpiresAt === undefined || basisExpiresAt > now);
  const meant = asksForFields(filter)
    ? (await openMembers(app, members)).filter(({ member, profile }) => matches(filter, of(member, profile?.fields)))
    : members.filter((member) => matches(filter, of(member))).map((member) => ({ member }));
  const shown = await openMembers(
    app,
    meant.slice(0, mostShown).map(({ member }) => member),
  );
  const samples = shown.map(({ standing, profile }) => shownContact(standing, profile));
  return reply({ ...inAll({ read: walk.read, matched: meant.length }), looked: members.length, samples });
};

const of = ({ since, purposes, basis = 'consent' }: Member, fields: Parameters<typeof matches>[1]['fields'] = {}) => ({
  ...{ since, purposes, basis, fields },
});
