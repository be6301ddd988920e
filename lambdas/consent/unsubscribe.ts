import type { showUnsubscribe, unsubscribe } from '#contract/consent.ts';
import type { Run } from '#lambdas/platform/api.ts';
import type { ConsentApp } from './consent-app.ts';
import { followLink, noticesOf, ofTest, ownerOf } from './follow-link.ts';
import type { FollowedLink } from './follow-link.ts';
import { testPage, unsubscribedPage, unsubscribePage } from './pages/unsubscribe-pages.tsx';
import { stopEverything } from './stop-everything.ts';

/** Scanners follow links: a GET shows one button and changes nothing (ML-05). */
export const show: Run<typeof showUnsubscribe, ConsentApp> = async ({ params }, app) => {
  const test = await ofTest(app, 'unsubscribe', params.token);
  if (test) return testPage(test);
  const link = await followLink(app, 'unsubscribe', params.token);
  return unsubscribePage(ownerOf(link, await noticesOf(app, link.standing)));
};

/**
 * RFC 8058: whatever the body says, everything from this client ends at once (CS-08, CS-09). Said again, it is done
 * already. The link needs neither list, form nor client to exist any more (CS-06).
 */
export const stop: Run<typeof unsubscribe, ConsentApp> = async ({ params }, app) => {
  const test = await ofTest(app, 'unsubscribe', params.token);
  if (test) return testPage(test);
  const link = await followLink(app, 'unsubscribe', params.token);
  await stopEverything(app, link.standing.addressKey, 'one_click');
  return unsubscribedPage({
    ...ownerOf(link, await noticesOf(app, link.standing)),
    preferencesUrl: await preferencesUrl(app, link),
  });
};

/** The way back: somebody who pressed by mistake finds their boxes there. */
async function preferencesUrl(app: ConsentApp, { standing: { addressKey }, listId }: FollowedLink): Promise<string> {
  return `/p/${(await app.links()).linkToken('preferences', { addressKey, listId })}`;
}
