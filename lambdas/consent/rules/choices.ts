import type { Notice } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import { agreed } from './may-send.ts';
import type { Standing, Subscription } from './standing.ts';

/** A list as the person knows it: what its notice offered, and how they left it. */
export interface ListChoices {
  readonly listId: string;
  readonly notice: Notice;
  readonly since: string;
  readonly subscribed: boolean;
  readonly boxes: readonly { readonly purpose: Purpose; readonly label: string; readonly given: boolean }[];
}

/** The lists that a person is on, or was: not what they asked for and never confirmed, nor what was not them. */
export const choicesOf = (standing: Standing, notices: ReadonlyMap<string, Notice>): ListChoices[] =>
  Object.entries(standing.lists).flatMap(([listId, list]) => {
    const notice = notices.get(list.noticeId);
    if (!notice || !everOn(list)) return [];
    // Of a list that the person never left, nothing comes either once everything was stopped.
    const { stopped } = standing;
    const comes = stopped === undefined;
    const left = list.status !== 'subscribed';
    const since = comes || left ? list.since : stopped.at;
    return [{ listId, notice, since, subscribed: comes && !left, boxes: boxesOf(notice, list, comes) }];
  });

/** Which boxes the posted page leaves ticked, list by list. @returns undefined for what this page never offered */
export function chosenIn(
  posted: Readonly<Record<string, string | undefined>>,
  lists: readonly ListChoices[],
): Map<string, Purpose[]> | undefined {
  const chosen = new Map<string, Purpose[]>();
  for (const [field, value] of Object.entries(posted)) {
    const [listId, box, ...rest] = field.split('.');
    const list = lists.find((each) => each.listId === listId);
    if (!list || value !== 'on' || rest.length > 0) return undefined;
    const offered = list.boxes.find(({ purpose }) => purpose === box);
    if (!offered && box !== 'shown') return undefined;
    chosen.set(list.listId, [...(chosen.get(list.listId) ?? []), ...(offered ? [offered.purpose] : [])]);
  }
  return chosen;
}

const boxesOf = (notice: Notice, list: Subscription, comes: boolean) =>
  purposes.flatMap((purpose) => {
    const label = notice.controls.find(({ id }) => id === purpose)?.label ?? labelOf(notice, purpose);
    return label === undefined ? [] : [{ purpose, label, given: comes && agreed(list, purpose) }];
  });

/** Who was imported saw no box of ours: the one that ends the list is in our own words, and there is no other. */
const labelOf = ({ provenance, language, listTitle, heading }: Notice, purpose: Purpose): string | undefined =>
  provenance && purpose === 'marketing_email' ? wordsIn(language).preferences.box(listTitle ?? heading) : undefined;

const everOn = (list: Subscription): boolean =>
  list.status !== 'pending' &&
  list.purposes.some(
    ({ purpose, state }) =>
      purpose === 'marketing_email' && (state === 'given' || state === 'withdrawn' || state === 'expired'),
  );
