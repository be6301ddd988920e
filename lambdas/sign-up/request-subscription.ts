import { randomInt } from 'node:crypto';
import type { Channel } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { afterRequest } from '#lambdas/consent/rules/standing-after.ts';
import type { Asked, Step } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { secretHashOf } from '#lambdas/platform/link-tokens.ts';
import { seal } from '#lambdas/platform/sealing.ts';
import type { Visitor } from '#lambdas/platform/visitor.ts';
import { admissionOf, formShards } from './admission.ts';
import type { Admission, WhyNot } from './admission.ts';
import type { PublishedForm } from './forms-store.ts';
import type { Proof } from './proof-of-work.ts';
import { limitsFor } from './rules/abuse-score.ts';
import type { SignUpApp, SignUpSecrets } from './sign-up-app.ts';

/** A sign-up whose fields were judged. */
export interface Wish {
  /** As SES is to be given it, and as it stands for the person in keys. */
  readonly address: string;
  readonly canonical: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly purposes: readonly Purpose[];
  readonly channel: Channel;
  /** Where it was typed in. */
  readonly page?: string;
  readonly proof?: Proof;
}

/**
 * Anyone may ask to be put on a list; only their own confirmation puts them there. What becomes of it is told by the mail
 * alone: the answer is the same for a new, pending, subscribed or suppressed address.
 * @returns `must_prove` when too many came from its network or to its form, or its proof was used before
 */
export async function requestSubscription(
  app: SignUpApp,
  published: PublishedForm,
  wish: Wish,
  visitor: Visitor,
): Promise<'done' | 'must_prove'> {
  const secrets = await app.secrets();
  const { clientId } = published.form;
  const addressKey = secrets.keys.ofClient(clientId, wish.canonical);
  const at = app.clock.now();
  const admission = admissionFor(app, secrets, published.form.formId, wish, visitor, at);
  // A new address takes one round trip: what is there already is read only when the write finds it.
  let before: Standing | undefined;
  for (let tries = 0; tries < 3; tries++) {
    if (before && askedToday(before, published.form.content.listId, at)) {
      const admitted = await app.admit(admission);
      return admitted === 'admitted' ? 'done' : outcomeOf(admitted, app, wish);
    }
    const step = stepOf({ app, secrets, published, wish, visitor, before, addressKey, at });
    const outcome = await app.standings.commit(before, step, admission.items);
    if (outcome === 'committed') return 'done';
    if (outcome !== 'changed_meanwhile') return outcomeOf(admission.whyNot(outcome.refused), app, wish);
    before = await app.standings.find(addressKey);
  }
  throw new DomainError('unavailable', 'this address is being signed up just now; try again in a minute');
}

/** A request of the last day waits for its mail or was mailed: another would send nothing (SC-21). */
function askedToday(standing: Standing, listId: string, at: string): boolean {
  const pending = standing.lists[listId]?.pending;
  return pending !== undefined && later(pending.requestedAt, day) > at;
}

/** Too many even of those who prove work are let fall, and told what everybody is told. */
function outcomeOf(whyNot: WhyNot, { mode }: SignUpApp, { proof }: Wish): 'done' | 'must_prove' {
  if (whyNot === 'challenge_used') return 'must_prove';
  return proof || mode() === 'off' ? 'done' : 'must_prove';
}

function admissionFor(
  { mode }: SignUpApp,
  { keys }: SignUpSecrets,
  formId: string,
  { proof }: Wish,
  { network }: Visitor,
  at: string,
): Admission {
  return admissionOf({
    networkHash: keys.networkOfDay(at.slice(0, 10), network ?? 'unknown'),
    formId,
    shard: randomInt(formShards),
    limits: limitsFor(mode(), proof !== undefined),
    proof,
    at,
  });
}

interface StepParts {
  readonly app: SignUpApp;
  readonly secrets: SignUpSecrets;
  readonly published: PublishedForm;
  readonly wish: Wish;
  readonly visitor: Visitor;
  readonly before: Standing | undefined;
  readonly addressKey: string;
  readonly at: string;
}

function stepOf({ app, secrets, published, wish, visitor, before, addressKey, at }: StepParts): Step {
  const { form, noticeSha256 } = published;
  const { sealer, links, keys } = secrets;
  const person = before ?? {
    clientId: form.clientId,
    addressKey,
    mailboxHash: keys.mailbox(wish.canonical),
    contactId: app.ids.next(),
    salt: sealer.newSalt(),
  };
  const { contactId, salt } = person;
  const { address, fields, page } = wish;
  const details = { address, fields, network: visitor.network, agent: visitor.agent, page };
  const asked: Asked = {
    listId: form.content.listId,
    purposes: wish.purposes,
    controls: published.notice.controls.map(({ id }) => ({
      id,
      value: id === 'age' || wish.purposes.some((purpose) => purpose === id),
    })),
    formId: form.formId,
    formVersion: form.version,
    noticeId: published.notice.noticeId,
    noticeSha256,
    language: form.content.language,
    channel: wish.channel,
    challenge: wish.proof ? { kind: 'altcha', verifiedAt: at } : { kind: 'none' },
    globalPrivacyControl: visitor.globalPrivacyControl,
    at,
    confirmBy: later(at, 7 * day),
    keyId: links.currentKeyId,
    tokenHashFor: (seq) => secretHashOf(links.confirmSecret(links.currentKeyId, { addressKey, contactId, seq })),
  };
  // Who was erased, or said no for good, has no key any more: what is typed about them is kept nowhere.
  const key = salt === undefined ? undefined : sealer.keyOf(salt, contactId);
  return afterRequest(
    before,
    person,
    asked,
    (seq) => key && seal(key, { contactId, seq }, details),
    epochSeconds(later(at, 30 * day)),
  );
}
