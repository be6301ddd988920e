import type { confirmSubscription, denySubscription, showConfirmation, showDenial } from '#contract/sign-up.ts';
import { afterConfirmation, afterDenial } from '#lambdas/consent/rules/standing-after.ts';
import type { SealFor, Step } from '#lambdas/consent/rules/standing-after.ts';
import type { PendingRequest, Standing } from '#lambdas/consent/rules/standing.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { parseConfirmToken } from '#lambdas/platform/link-tokens.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { open, seal } from '#lambdas/platform/sealing.ts';
import type { PublishedForm } from './forms-store.ts';
import {
  alreadyConfirmedPage,
  confirmedPage,
  confirmPage,
  denialPage,
  deniedPage,
  deniedTooLatePage,
  expiredPage,
  voidPage,
} from './pages/sign-up-pages.tsx';
import { sentencesOf } from './rules/sentences-of.ts';
import type { SignUpApp } from './sign-up-app.ts';

/** Scanners follow links: a GET tells, and changes nothing. */
export const show: Run<typeof showConfirmation, SignUpApp> = async ({ params }, app) => {
  const link = await follow(app, params.token);
  if (link.kind === 'open') return confirmPage(link.published, await askedIn(app, link), params.token);
  if (link.kind === 'used') return alreadyConfirmedPage(link.published);
  return link.kind === 'denied' ? voidPage(link.published) : expiredPage(link.published);
};

/** Only this gives consent; said again, it says that it was said. */
export const confirm: Run<typeof confirmSubscription, SignUpApp> = async ({ params }, app) => {
  for (let tries = 0; tries < 3; tries++) {
    const link = await follow(app, params.token);
    if (link.kind === 'used') return tries === 0 ? alreadyConfirmedPage(link.published) : confirmedPage(link.published);
    if (link.kind !== 'open') return link.kind === 'denied' ? voidPage(link.published) : expiredPage(link.published);
    const { standing, listId, pending, published } = link;
    const resealed = await resealedProfile(app, standing, pending);
    const step = afterConfirmation(standing, listId, pending, app.clock.now(), resealed);
    if ((await app.standings.commit(standing, step)) === 'committed') return confirmedPage(published);
  }
  throw busy();
};

export const showDenialPage: Run<typeof showDenial, SignUpApp> = async ({ params }, app) => {
  const link = await follow(app, params.token);
  return link.kind === 'open' ? denialPage(link.published) : closedDenial(link);
};

export const deny: Run<typeof denySubscription, SignUpApp> = async ({ params }, app) => {
  for (let tries = 0; tries < 3; tries++) {
    const link = await follow(app, params.token);
    if (link.kind !== 'open') return closedDenial(link);
    const step: Step = afterDenial(link.standing, link.listId, link.pending, app.clock.now());
    if ((await app.standings.commit(link.standing, step)) === 'committed') return deniedPage(link.published);
  }
  throw busy();
};

/** Said twice is said once; and who says it of a confirmed one is not told to sign up. */
function closedDenial({ kind, published }: ClosedLink): Page {
  if (kind === 'denied') return deniedPage(published);
  return kind === 'used' ? deniedTooLatePage(published) : expiredPage(published);
}

type Link = OpenLink | ClosedLink;

interface ClosedLink {
  readonly kind: 'used' | 'denied' | 'expired';
  readonly published: PublishedForm;
}

interface OpenLink {
  readonly kind: 'open';
  readonly standing: Standing;
  readonly listId: string;
  readonly pending: PendingRequest;
  readonly published: PublishedForm;
}

/** @throws DomainError not_found for whatever is no link of ours, altered or replaced by a newer one */
async function follow(app: SignUpApp, token: string): Promise<Link> {
  const parsed = parseConfirmToken(token);
  const standing = parsed && (await app.standings.find(parsed.addressKey));
  if (!standing) throw notFound('link');
  for (const [listId, list] of Object.entries(standing.lists)) {
    const { pending } = list;
    if (pending?.tokenHash === parsed.secretHash) {
      const published = await formOf(app, pending.formId);
      return pending.expiresAt <= app.clock.now()
        ? { kind: 'expired', published }
        : { kind: 'open', standing, listId, pending, published };
    }
    if (list.confirmedBy === parsed.secretHash) return { kind: 'used', published: await formOf(app, list.formId) };
    if (list.deniedBy === parsed.secretHash) return { kind: 'denied', published: await formOf(app, list.formId) };
  }
  throw notFound('link');
}

/** A form that was closed meanwhile still confirms: the person asked while it was open. */
async function formOf(app: SignUpApp, formId: string): Promise<PublishedForm> {
  const serving = await app.serving(formId);
  if (!serving) throw notFound('form');
  return serving.published;
}

/** What was ticked, in the words of then: the form may have been published anew since. */
async function askedIn(app: SignUpApp, { pending, published }: OpenLink): Promise<string[]> {
  const { notice } = published;
  const shown = pending.noticeId === notice.noticeId ? notice : await app.standings.notice(pending.noticeId);
  if (!shown) throw new Error('an open request has lost its notice');
  return sentencesOf(shown, pending.purposes);
}

/** What the person typed when asking becomes their profile, sealed for the event that confirms it. */
async function resealedProfile(app: SignUpApp, standing: Standing, pending: PendingRequest): Promise<SealFor> {
  const { contactId, salt } = standing;
  const asked = await app.standings.event(contactId, pending.seq);
  if (salt === undefined || asked?.sealed === undefined) throw new Error('an open request has lost its details');
  const key = (await app.secrets()).sealer.keyOf(salt, contactId);
  const details = open(key, { contactId, seq: pending.seq }, asked.sealed);
  return (seq) => seal(key, { contactId, seq }, details);
}

const busy = (): DomainError =>
  new DomainError('unavailable', 'this link is being used just now; try again in a minute');
