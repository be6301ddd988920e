import { countedWhen } from './rules/counted-when.ts';
import type { StandingStore } from './standing-store.ts';

/**
 * Whether a person agrees, now, that their opening and clicking is counted: for a list, or for any where none is named. Who stopped
 * everything does not.
 */
export async function agreesToCounting(
  { standings }: { readonly standings: Pick<StandingStore, 'ofContact'> },
  contactId: string,
  listId: string | undefined,
): Promise<boolean> {
  const standing = await standings.ofContact(contactId);
  if (!standing || standing.stopped) return false;
  const subscriptions = listId === undefined ? Object.values(standing.lists) : [standing.lists[listId]];
  return subscriptions.some((each) => each !== undefined && countedWhen(each));
}
