import type { changePreferences, downloadRecord, showPreferences } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';
import type { ConsentApp } from './consent-app.ts';
import { followLink, noticesOf, ofTest, ownerOf } from './follow-link.ts';
import { preferencesPage, savedPage } from './pages/preference-pages.tsx';
import type { PreferencesView } from './pages/preference-pages.tsx';
import { testPage } from './pages/unsubscribe-pages.tsx';
import { proofOf } from './proof-of.ts';
import { choicesOf, chosenIn } from './rules/choices.ts';
import { afterChoices } from './rules/after-choices.ts';
import type { Standing } from './rules/standing.ts';
import { stopEverything } from './stop-everything.ts';

/** A person's choices at one client. Looking changes nothing. */
export const show: Run<typeof showPreferences, ConsentApp> = async ({ params, visitor }, app) => {
  const test = await ofTest(app, 'preferences', params.token);
  return test ? testPage(test) : preferencesPage(await viewOf(app, params.token, visitor.globalPrivacyControl));
};

/** The boxes as the person left them, or the end of everything: their own act, from their own mailbox (CS-10, CS-12). */
export const change: Run<typeof changePreferences, ConsentApp> = async ({ params, body, visitor }, app) => {
  const { stop, ...posted } = body;
  const view = await viewOf(app, params.token, visitor.globalPrivacyControl);
  const chosen = chosenIn(posted, view.lists);
  if (!chosen) return problemPage('invalid_fields', view.owner.language);
  if (stop) await stopEverything(app, view.standing.addressKey, 'preference_centre');
  else await choose(app, view.standing, chosen, visitor.globalPrivacyControl);
  return savedPage(await viewOf(app, params.token, visitor.globalPrivacyControl));
};

/** The person's own proof: neither the address nor the key to it is in the file. */
export const record: Run<typeof downloadRecord, ConsentApp> = async ({ params }, app) => {
  const { standing } = await followLink(app, 'preferences', params.token);
  const proof = await proofOf(app, standing);
  return {
    text: `${JSON.stringify(proof, undefined, 2)}\n`,
    fileName: `consent-record-${proof.exportedAt.slice(0, 10)}.json`,
  };
};

async function viewOf(app: ConsentApp, token: string, globalPrivacyControl: boolean): Promise<PreferencesView> {
  const link = await followLink(app, 'preferences', token);
  const notices = await noticesOf(app, link.standing);
  const { standing } = link;
  return { token, standing, owner: ownerOf(link, notices), lists: choicesOf(standing, notices), globalPrivacyControl };
}

/** All lists in one transaction. Who came between is read and the person's boxes are set all the same: they say what is wanted, not what changes. */
async function choose(
  app: ConsentApp,
  read: Standing,
  chosen: ReadonlyMap<string, readonly Purpose[]>,
  globalPrivacyControl: boolean,
): Promise<void> {
  let before: Standing | undefined = read;
  for (let tries = 0; before && tries < 4; tries++) {
    const steps = afterChoices(before, chosen, app.clock.now(), globalPrivacyControl);
    if (steps.length === 0 || (await app.standings.commitAll(before, steps)) === 'committed') return;
    before = await app.standings.find(read.addressKey);
  }
  throw new DomainError('unavailable', 'this link is being used just now; try again in a minute');
}
