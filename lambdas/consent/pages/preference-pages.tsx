import type { Notice } from '#contract/consent.ts';
import { postalLine } from '#lambdas/platform/mail/frame.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { dateIn, wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PageOwner } from '../follow-link.ts';
import type { ListChoices } from '../rules/choices.ts';
import type { Standing } from '../rules/standing.ts';
import { card } from './card.tsx';

export interface PreferencesView {
  readonly token: string;
  readonly owner: PageOwner;
  readonly standing: Standing;
  readonly lists: readonly ListChoices[];
  readonly globalPrivacyControl: boolean;
}

/**
 * The end of everything first (CS-10), then each list as the person left it. No name and no address stands here: the link
 * may have been forwarded with the mail that carried it.
 */
export function preferencesPage(view: PreferencesView): Page {
  const { owner, lists } = view;
  const words = wordsIn(owner.language).preferences;
  return card(
    view.owner,
    words.title(owner.brand),
    <>
      {lists.every(({ subscribed }) => !subscribed) && <p>{words.none(owner.brand)}</p>}
      <form method="post">
        <button class="second" name="stop" value="all">
          {words.stop(owner.brand)}
        </button>
      </form>
      {lists.length > 0 && (
        <form method="post">
          {lists.map((list) => (
            <ListBoxes list={list} owner={owner} />
          ))}
          <button type="submit">{words.save}</button>
        </form>
      )}
      <Known view={view} />
      <Behind view={view} />
    </>,
  );
}

/** What holds now, box by box, in the words that stood beside them. */
export function savedPage(view: PreferencesView): Page {
  const { owner, lists, token } = view;
  const words = wordsIn(owner.language).preferences;
  const on = lists.filter(({ subscribed }) => subscribed);
  return card(
    view.owner,
    words.savedTitle,
    <>
      <p>{on.length === 0 ? words.none(owner.brand) : words.savedText}</p>
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
      <h2>{words.preferences.behind(controller.brand)}</h2>
      <p>
        {postalLine(controller.name, controller.address)}
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
const headingOf = (notice: Notice): string => titleOf(notice).replace(/^\p{Ll}/u, (first) => first.toUpperCase());
/** Where the client had the address from, if not from the person (GDPR 14(2)(f)). */
const broughtFrom = ({ provenance, language, controller }: Notice): string[] =>
  provenance ? [wordsIn(language).preferences.brought(controller.brand, provenance.where)] : [];
const titleOf = ({ listTitle, heading }: Notice): string => listTitle ?? heading;
const namesOf = ({ fields = [] }: Notice): string[] => fields.map(({ label }) => label);
