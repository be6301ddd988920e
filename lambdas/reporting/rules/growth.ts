import type { ConsentEvent } from '#contract/consent.ts';
import { growthCounts } from '#contract/growth.ts';
import type { GrowthCounts, GrowthName } from '#contract/growth.ts';

/** The parts of an event of the ledger that a list grows or shrinks by. */
export type Lived = Pick<ConsentEvent, 'seq' | 'at' | 'state' | 'channel' | 'listId' | 'purposes' | 'confirms'>;

/** What one event adds to the counters of a list. */
export interface Grown {
  readonly seq: number;
  readonly day: string;
  readonly counts: readonly { readonly listId: string; readonly name: GrowthName }[];
}

/**
 * Pure. What a person's events come to, one after the other: whoever is on a list after an event and was not before has been added by it, and the
 * other way round. An event says what was done, not whom it found where; so it is read with those before it.
 * @param chain all events of one contact, in order
 */
export function growthOf(chain: readonly Lived[]): Grown[] {
  const grown: Grown[] = [];
  let before: State = { lists: new Map(), stopped: false };
  for (const event of chain) {
    const after = stateAfter(before, event);
    const [was, is] = [onListsOf(before), onListsOf(after)];
    const added = [...is]
      .filter((listId) => !was.has(listId))
      .map((listId) => ({ listId, name: cameBy(event, chain) }));
    const gone = [...was].filter((listId) => !is.has(listId)).map((listId) => ({ listId, name: wentBy(event) }));
    grown.push({ seq: event.seq, day: event.at.slice(0, 10), counts: [...asides(event), ...added, ...gone] });
    before = after;
  }
  return grown;
}

interface State {
  readonly lists: ReadonlyMap<string, boolean>;
  /** They said that it was not them, or that all should end: no list counts until they tick one again. */
  readonly stopped: boolean;
}

const onListsOf = ({ lists, stopped }: State): ReadonlySet<string> =>
  new Set(stopped ? [] : [...lists].filter(([, isOn]) => isOn).map(([listId]) => listId));

/** As lambdas/consent/rules/standing-after.ts and after-import.ts do to a standing; a test holds the two together. */
function stateAfter(before: State, { state, listId, purposes }: Lived): State {
  const { lists } = before;
  const withList = (isOn: boolean) => (listId === undefined ? lists : new Map([...lists, [listId, isOn]]));
  switch (state) {
    case 'given':
    case 'renewed': {
      const wanted = purposes.some((each) => each.purpose === 'marketing_email' && each.state === 'given');
      return { lists: withList(wanted), stopped: false };
    }
    case 'withdrawn':
      return listId === undefined
        ? { lists: new Map([...lists.keys()].map((each) => [each, false])), stopped: true }
        : { lists: withList(false), stopped: before.stopped };
    case 'invalidated':
      // Who is on the list that they did not ask for keeps it; for all others, it stops everything.
      return listId !== undefined && lists.get(listId) === true ? before : { lists, stopped: true };
    case 'expired':
    case 'unknown':
      return { lists: withList(false), stopped: before.stopped };
    case 'requested':
    case 'refused':
      return before;
  }
}

/** What is counted whether it changed who is on the list or not. */
function asides({ state, channel, listId }: Lived): { listId: string; name: GrowthName }[] {
  if (listId === undefined) return [];
  if (state === 'requested') return [{ listId, name: channel === 'api' ? 'requestedApi' : 'requestedForm' }];
  const confirms = channel === 'confirm_page' && (state === 'given' || state === 'renewed');
  return confirms ? [{ listId, name: 'confirmed' }] : [];
}

function cameBy({ channel, confirms }: Lived, chain: readonly Lived[]): GrowthName {
  if (channel === 'import') return 'addedImport';
  if (channel === 'preference_centre') return 'addedPreferences';
  return chain.find(({ seq }) => seq === confirms)?.channel === 'api' ? 'addedApi' : 'addedForm';
}

function wentBy({ state, channel }: Lived): GrowthName {
  if (state === 'invalidated') return 'denied';
  if (channel === 'complaint') return 'complained';
  if (channel === 'bounce') return 'bounced';
  if (channel === 'erasure') return 'erased';
  if (channel === 'one_click') return 'leftOneClick';
  if (channel === 'mailto') return 'leftMail';
  return channel === 'preference_centre' ? 'leftPreferences' : 'expired';
}

const added = ['addedForm', 'addedApi', 'addedImport', 'addedPreferences'] as const satisfies GrowthName[];
const gone = [
  'leftOneClick',
  'leftMail',
  'leftPreferences',
  'denied',
  'expired',
  'erased',
  'complained',
  'bounced',
] as const satisfies GrowthName[];

export const netOf = (counts: GrowthCounts): number =>
  added.reduce((sum, name) => sum + counts[name], 0) - gone.reduce((sum, name) => sum + counts[name], 0);

export const growthNames = growthCounts.keyof().options;

export function growthTogether(all: readonly GrowthCounts[]): GrowthCounts {
  const sum = growthCounts.parse({});
  for (const counts of all) for (const name of growthNames) sum[name] += counts[name];
  return sum;
}
