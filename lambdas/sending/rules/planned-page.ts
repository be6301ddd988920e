import type { Filter } from '#contract/contacts.ts';
import { hasExpired } from '#lambdas/consent/rules/lawful-basis.ts';
import { matches } from '#lambdas/contacts/rules/matches.ts';
import type { Member } from '#lambdas/contacts/rules/member-of.ts';
import type { Addressee } from './run.ts';

type Fields = Readonly<Record<string, string | number | boolean>>;

export interface Picked {
  readonly people: readonly Addressee[];
  /** The others, counted by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * Whom of a page of members a campaign is for. It is asked once more right before each message (maySend): who is left out
 * here saves the asking, no more.
 * @param now ISO 8601: a basis ends at its hour
 * @param fieldsOf what each told, where the filter asks for it; undefined for who was erased
 */
export function pick(
  members: readonly Member[],
  filter: Filter | undefined,
  now: string,
  fieldsOf: (member: Member) => Fields | undefined,
): Picked {
  const people: Addressee[] = [];
  const leftOut: Record<string, number> = {};
  for (const member of members) {
    const reason = reasonAgainst(member, filter, now, fieldsOf);
    if (reason === undefined) people.push({ contactId: member.contactId, addressKey: member.addressKey });
    else leftOut[reason] = (leftOut[reason] ?? 0) + 1;
  }
  return { people, leftOut };
}

/** Who was written to as often as the client allows itself has had enough for now. */
export function withoutCapped({ people, leftOut }: Picked, capped: ReadonlySet<string>): Picked {
  if (capped.size === 0) return { people, leftOut };
  const left = people.filter(({ contactId }) => !capped.has(contactId));
  return { people: left, leftOut: { ...leftOut, frequency_cap: people.length - left.length } };
}

function reasonAgainst(
  member: Member,
  filter: Filter | undefined,
  now: string,
  fieldsOf: (member: Member) => Fields | undefined,
): string | undefined {
  if (member.status !== 'subscribed') return member.status;
  if (hasExpired(member, now)) return 'basis_expired';
  if (filter === undefined) return undefined;
  const fields = fieldsOf(member);
  if (fields === undefined) return 'erased';
  const { since, purposes, basis = 'consent' } = member;
  return matches(filter, { since, purposes, basis, fields }) ? undefined : 'not_in_segment';
}
