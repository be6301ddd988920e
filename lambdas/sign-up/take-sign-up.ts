import type { Challenge } from '#contract/sign-up.ts';
import type { Visitor } from '#lambdas/platform/visitor.ts';
import type { PublishedForm } from './forms-store.ts';
import { requestSubscription } from './request-subscription.ts';
import { abuseScore, mustProve } from './rules/abuse-score.ts';
import type { Signals } from './rules/abuse-score.ts';
import { isDisposable } from './rules/is-disposable.ts';
import { wishOf } from './rules/wish-of.ts';
import type { FieldIssue, Typed } from './rules/wish-of.ts';
import type { SignUpApp } from './sign-up-app.ts';

/** A sign-up as it was sent, by either way. */
export interface Sent {
  readonly typed: Typed;
  readonly from: Signals['from'];
  /** When its page was rendered, if it says so. */
  readonly shownAt?: string;
  readonly page?: string;
  readonly challenge?: string;
}

export type Taken =
  | { readonly kind: 'done' }
  | { readonly kind: 'mend'; readonly issues: Readonly<Record<string, FieldIssue>> }
  | { readonly kind: 'prove'; readonly challenge: Challenge };

/** What was typed is judged first, then how odd it is that it came: a person who mistyped is never asked to prove work for it. */
export async function takeSignUp(
  app: SignUpApp,
  published: PublishedForm,
  sent: Sent,
  visitor: Visitor,
): Promise<Taken> {
  const { formId, content } = published.form;
  const judged = wishOf(content, sent.typed);
  if (!judged.ok) return { kind: 'mend', issues: judged.issues };
  const domain = judged.address.slice(judged.address.lastIndexOf('@') + 1);
  const mailDomain = await app.mailDomains.look(domain);
  if (mailDomain === 'no_mail') return { kind: 'mend', issues: { email: 'no_mail_there' } };

  const now = app.clock.now();
  const { proofs } = await app.secrets();
  const proof = sent.challenge ? await proofs.check(sent.challenge, formId, now) : undefined;
  const score = abuseScore({
    from: sent.from,
    pageAgeMs: sent.shownAt === undefined ? undefined : Date.parse(now) - Date.parse(sent.shownAt),
    knownSite: visitor.origin !== undefined && content.origins.includes(visitor.origin),
    knownBrowser: visitor.agent !== 'other',
    disposableDomain: isDisposable(domain),
    mailDomain,
  });
  const wish = { ...judged, channel: sent.from === 'api' ? 'api' : 'form', page: sent.page, proof } as const;
  const outcome =
    !proof && mustProve(app.mode(), score)
      ? 'must_prove'
      : await evenly(app, () => requestSubscription(app, published, wish, visitor));
  app.api.log.info('sign-up', { formId, points: score.points, because: score.because.join(' '), outcome });
  return outcome === 'done' ? { kind: 'done' } : { kind: 'prove', challenge: await proofs.challenge(formId, now) };
}

/** Longer than the reads and writes of any sign-up take, but for a bad day of the table's. */
const slowestMs = 150;

/** A known address takes more round trips than a new one: nobody is to learn that from how long the answer took (SC-22). */
async function evenly<T>({ pause }: SignUpApp, work: () => Promise<T>): Promise<T> {
  const [outcome] = await Promise.all([work(), pause(slowestMs)]);
  return outcome;
}
