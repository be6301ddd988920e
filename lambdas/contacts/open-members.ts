import type { SealedDetails } from '#contract/consent.ts';
import { standingsAtOnce } from '#lambdas/consent/find-standings.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import type { ContactsApp } from './contacts-app.ts';
import type { Member } from './rules/member-of.ts';

export interface OpenedMember {
  readonly member: Member;
  readonly standing: Standing;
  readonly profile: SealedDetails | undefined;
}

const together = 5;

/** Members with what they gave, in their order; who was erased meanwhile is left out. */
export async function openMembers(app: ContactsApp, members: readonly Member[]): Promise<OpenedMember[]> {
  const { sealer } = await app.secrets();
  const keys = members.map(({ addressKey }) => addressKey);
  const standings = new Map<string, Standing>();
  const batches = Array.from({ length: Math.ceil(keys.length / standingsAtOnce) }, (_, at) =>
    keys.slice(at * standingsAtOnce, (at + 1) * standingsAtOnce),
  );
  for (let start = 0; start < batches.length; start += together) {
    const found = await Promise.all(batches.slice(start, start + together).map((each) => app.findStandings(each)));
    for (const some of found) for (const [key, standing] of some) standings.set(key, standing);
  }
  return members.flatMap((member) => {
    const standing = standings.get(member.addressKey);
    return standing?.salt === undefined ? [] : [{ member, standing, profile: openProfile(sealer, standing) }];
  });
}
