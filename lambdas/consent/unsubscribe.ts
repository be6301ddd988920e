import type { showUnsubscribe, unsubscribe } from '#contract/consent.ts';
import type { Language } from '#contract/common.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import type { ConsentApp } from './consent-app.ts';
import { unsubscribedPage, unsubscribePage } from './pages/unsubscribe-pages.tsx';
import type { UnsubscribeView } from './pages/unsubscribe-pages.tsx';
import { afterStop } from './rules/standing-after.ts';
import type { Notice } from '#contract/consent.ts';
import type { Standing } from './rules/standing.ts';

/** Scanners follow links: a GET shows one button and changes nothing (ML-05). */
export const show: Run<typeof showUnsubscribe, ConsentApp> = async ({ params }, app) => {
  const { standing } = await follow(app, params.token);
  return unsubscribePage(await viewOf(app, standing));
};

/**
 * RFC 8058: whatever the body says, everything from this client ends at once (CS-08, CS-09). Said again, it is done
 * already. The link needs neither list, form nor client to exist any more (CS-06).
 */
export const stop: Run<typeof unsubscribe, ConsentApp> = async ({ params }, app) => {
  for (let tries = 0; tries < 4; tries++) {
    const { standing } = await follow(app, params.token);
    const step = afterStop(standing, {
      reason: 'unsubscribed',
      channel: 'one_click',
      at: app.clock.now(),
      entityId: 'person',
    });
    if (!step || (await app.standings.commit(standing, step)) === 'committed')
      return unsubscribedPage(await viewOf(app, standing));
  }
  throw new DomainError('unavailable', 'this link is being used just now; try again in a minute');
};

/** @throws DomainError not_found for whatever we did not sign */
async function follow(app: ConsentApp, token: string): Promise<{ standing: Standing }> {
  const target = (await app.links()).parseLinkToken('unsubscribe', token);
  const standing = target && (await app.standings.find(target.addressKey));
  if (!standing) throw notFound('link');
  return { standing };
}

/** Whose page it is, as the notice said that the person agreed to: kept for good, whatever became of the client. */
async function viewOf(app: ConsentApp, standing: Standing): Promise<UnsubscribeView> {
  const list = Object.values(standing.lists)[0];
  const notice: Notice | undefined = list && (await app.standings.notice(list.noticeId));
  const language: Language = list?.language ?? 'en';
  return { language, brand: notice?.controller.brand };
}
