import type { Channel } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { afterRequest } from '#lambdas/consent/rules/standing-after.ts';
import type { Asked, Step } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { day, epochSeconds, hour, later } from '#lambdas/platform/clock.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { secretHashOf } from '#lambdas/platform/link-tokens.ts';
import { seal } from '#lambdas/platform/sealing.ts';
import type { Visitor } from '#lambdas/platform/visitor.ts';
import type { PublishedForm } from './forms-store.ts';
import type { SignUpApp, SignUpSecrets } from './sign-up-app.ts';

/** A sign-up whose fields were judged. */
export interface Wish {
  /** As SES is to be given it, and as it stands for the person in keys. */
  readonly address: string;
  readonly canonical: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly purposes: readonly Purpose[];
  readonly channel: Channel;
}

const signUpsPerNetworkAndHour = 30;

/**
 * Anyone may ask to be put on a list; only their own confirmation puts them there. What becomes of it is told by the mail
 * alone: the answer is the same for a new, pending, subscribed or suppressed address, and for a network that asks too much.
 */
export async function requestSubscription(
  app: SignUpApp,
  published: PublishedForm,
  wish: Wish,
  visitor: Visitor,
): Promise<void> {
  const secrets = await app.secrets();
  const { clientId } = published.form;
  const addressKey = secrets.keys.ofClient(clientId, wish.canonical);
  const at = app.clock.now();
  const rate = rateOf(secrets, visitor, at);
  // A new address takes one round trip: what is there already is read only when the write finds it.
  let before: Standing | undefined;
  for (let tries = 0; tries < 3; tries++) {
    if (before && askedToday(before, published.form.content.listId, at)) return;
    const step = stepOf({ app, secrets, published, wish, visitor, before, addressKey, at });
    if ((await app.standings.commit(before, step, rate)) !== 'changed_meanwhile') return;
    before = await app.standings.find(addressKey);
  }
  throw new DomainError('unavailable', 'this address is being signed up just now; try again in a minute');
}

/** A request of the last day waits for its mail or was mailed: another would send nothing (SC-21). */
function askedToday(standing: Standing, listId: string, at: string): boolean {
  const pending = standing.lists[listId]?.pending;
  return pending !== undefined && later(pending.requestedAt, day) > at;
}

function rateOf({ keys }: SignUpSecrets, { network }: Visitor, at: string) {
  const today = at.slice(0, 10);
  return {
    networkHash: keys.networkOfDay(today, network ?? 'unknown'),
    hour: at.slice(0, 13),
    most: signUpsPerNetworkAndHour,
    expiresAt: epochSeconds(later(at, 2 * hour)),
  };
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
  const { contactId, salt = sealer.newSalt() } = person;
  const details = { address: wish.address, fields: wish.fields, network: visitor.network, agent: visitor.agent };
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
    globalPrivacyControl: visitor.globalPrivacyControl,
    at,
    confirmBy: later(at, 7 * day),
    keyId: links.currentKeyId,
    tokenHashFor: (seq) => secretHashOf(links.confirmSecret(links.currentKeyId, { addressKey, contactId, seq })),
  };
  const key = sealer.keyOf(salt, contactId);
  return afterRequest(
    before,
    { ...person, salt },
    asked,
    (seq) => seal(key, { contactId, seq }, details),
    epochSeconds(later(at, 30 * day)),
  );
}
