import type { Notice } from '#contract/consent.ts';
import { unbroken } from '#lambdas/platform/page/unbroken.ts';
import { postalLine } from '#lambdas/platform/mail/frame.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { dateIn, wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PageOwner } from '../follow-link.ts';
import type { ListChoices } from '../rules/choices.ts';
import { tickBringsBack } from '../rules/standing-after.ts';
import type { Standing } from '../rules/standing.ts';
import { ownersCard } from './owners-card.ts';

export interface PreferencesView {
  readonly token: string;
  readonly owner: PageOwner;
  readonly standing: Standing;
  readonly lists: readonly ListChoices[];
  readonly globalPrivacyControl: boolean;
}

/**
 * The end of everything first (CS-10), or that there is nothing to end any more; then each list as the person left it. No
 * name and no address stands here: the link may have been forwarded with the mail that carried it.
 */
export function preferencesPage(view: PreferencesView): Page {
  const { owner, lists, standing } = view;
  const words = wordsIn(owner.language).preferences;
  const ended = endOf(view);
  const comesBack = tickBringsBack(standing);
  return ownersCard(
    owner,
    words.title(owner.brand),
    <>
      {ended === undefined && <StopEverything owner={owner} />}
      {ended !== undefined && !comesBack && <NothingComes view={view} />}
      {ended !== undefined && comesBack && <p>{words.nothing(owner.brand, dateIn(owner.language, ended))}</p>}
      {ended !== undefined && comesBack && lists.length > 0 && <p>{words.again}</p>}
      {lists.length > 0 && comesBack && (
        <form method="post">
          {lists.map((list) => (
            <ListBoxes list={list} owner={owner} />
          ))}
          <button type="submit">{words.save}</button>
        </form>
      )}
      {ended !== undefined && !standing.stopped && <StopEverything owner={owner} />}
      <Known view={view} />
      <Behind view={view} />
    </>,
  );
}

/** When the last mail that the person had agreed to ended; undefined while any may come. */
function endOf({ standing, lists }: PreferencesView): string | undefined {
  if (standing.stopped) return standing.stopped.at;
  if (lists.some(({ subscribed }) => subscribed)) return undefined;
  return lists
    .map(({ since }) => since)
    .sort()
    .at(-1);
}

function StopEverything({ owner }: { owner: PageOwner }) {
  return (
    <form method="post">
      <button class="second" name="stop" value="all">
        {unbroken(wordsIn(owner.language).preferences.stop(owner.brand), owner.brand)}
      </button>
    </form>
  );
}

/** What holds now, box by box, in the words that stood beside them. */
export function savedPage(view: PreferencesView): Page {
  const { owner, lists, token } = view;
  const words = wordsIn(owner.language).preferences;
  const on = lists.filter(({ subscribed }) => subscribed);
  return ownersCard(
    owner,
    words.savedTitle,
    <>
      {on.length === 0 ? <NothingComes view={view} /> : <p>{words.savedText}</p>}
      {on.map(({ notice, boxes }) => (
        <section>
          <h2>{headingOf(notice)}</h2>
          <ul class="holds">
            {boxes.map(({ label, given }) => (
              <li>
                <b>{given ? words.yes : words.no}</b> {label}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p class="soft">
        <a href={`/p/${token}`}>{words.back}</a>
      </p>
    </>,
  );
}

/** Where no box brings mail back, none is offered, and the page says why. */
function NothingComes({ view: { owner, standing } }: { view: PreferencesView }) {
  const words = wordsIn(owner.language).preferences;
  const final = standing.stopped?.reason === 'complaint' || standing.stopped?.reason === 'hard_bounce';
  return <p>{final ? words.final(owner.brand) : words.none(owner.brand)}</p>;
}

function ListBoxes({ list, owner }: { list: ListChoices; owner: PageOwner }) {
  const { listId, notice, boxes } = list;
  const words = wordsIn(owner.language);
  return (
    <fieldset>
      <legend>{headingOf(notice)}</legend>
      {notice.frequency !== '' && <p class="soft">{words.form.who(notice.controller.brand, notice.frequency)}</p>}
      <input type="hidden" name={`${listId}.shown`} value="on" />
      {boxes.map(({ purpose, label, given }) => (
        <label class="box">
          <input type="checkbox" name={`${listId}.${purpose}`} value="on" checked={given} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Known({ view: { token, owner, lists, globalPrivacyControl } }: { view: PreferencesView }) {
  const words = wordsIn(owner.language);
  const { preferences } = words;
  const kinds = [preferences.address, ...new Set(lists.flatMap(({ notice }) => namesOf(notice)))];
  return (
    <section>
      <h2>{preferences.known}</h2>
      <ul class="soft">
        {lists.length > 0 && <li>{kinds.join(' · ')}</li>}
        {lists.map(({ notice, since, subscribed }) => (
          <li>{(subscribed ? preferences.since : preferences.left)(titleOf(notice), dateIn(owner.language, since))}</li>
        ))}
        {[...new Set(lists.flatMap(({ notice }) => broughtFrom(notice)))].map((sentence) => (
          <li>{sentence}</li>
        ))}
        <li>{preferences.kept}</li>
        {globalPrivacyControl && <li>{words.form.gpc}</li>}
      </ul>
      <p class="soft">
        <a href={`/p/${token}/record`} download>
          {preferences.record}
        </a>
        {` – ${preferences.recordText}`}
      </p>
    </section>
  );
}

/** The controller, as the newest of the notices names it. */
function Behind({ view: { owner, lists } }: { view: PreferencesView }) {
  const [newest] = [...lists].sort((one, other) => (one.notice.publishedAt < other.notice.publishedAt ? 1 : -1));
  if (!newest) return null;
  const { controller, rightsUrl } = newest.notice;
  const words = wordsIn(owner.language);
  return (
    <section class="soft">
      <h2>{unbroken(words.preferences.behind(controller.brand), controller.brand)}</h2>
      <p>
        {postalLine(owner.language, controller.name, controller.address)}
        <br />
        {controller.contact}
        {controller.phone !== undefined && `, ${controller.phone}`}
        <br />
        <a href={rightsUrl}>{words.form.privacy(controller.brand)}</a>
      </p>
    </section>
  );
}

/** "the Harbour Books letter" stands in sentences; at the top of its boxes it begins one. */
const headingOf = (notice: Notice): string =>
  unbroken(
    titleOf(notice).replace(/^\p{Ll}/u, (first) => first.toUpperCase()),
    notice.controller.brand,
  );
/** Where the client had the address from, if not from the person (GDPR 14(2)(f)). */
const broughtFrom = ({ provenance, language, controller }: Notice): string[] =>
  provenance ? [wordsIn(language).preferences.brought(controller.brand, provenance.where)] : [];
const titleOf = ({ listTitle, heading }: Notice): string => listTitle ?? heading;
const namesOf = ({ fields = [] }: Notice): string[] => fields.map(({ label }) => label);
