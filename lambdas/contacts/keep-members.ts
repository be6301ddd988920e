import { announcement } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { membersStore } from './members-store.ts';
import type { MembersStore } from './members-store.ts';
import { membersOf } from './rules/member-of.ts';

interface MembersApp {
  readonly standings: Pick<StandingStore, 'find'>;
  readonly members: Pick<MembersStore, 'keep'>;
}

/** Writes what the standing says now, so that a message that comes late, twice or out of order changes nothing. */
export async function keepMembers({ addressKey }: Announcement, { standings, members }: MembersApp): Promise<void> {
  const standing = await standings.find(addressKey);
  if (!standing) return;
  await Promise.all(membersOf(standing).map((each) => members.keep(each)));
}

const membersApp = lazily((): MembersApp => ({
  standings: standingStore(documentClient()),
  members: membersStore(documentClient()),
}));

export const handler = batch(announcement, keepMembers, membersApp);
