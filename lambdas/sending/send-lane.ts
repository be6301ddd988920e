import { TooManyRequestsException } from '@aws-sdk/client-sesv2';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { later, minute, second } from '#lambdas/platform/clock.ts';
import type { Message, MailTransport, Written } from '#lambdas/platform/mail-transport.ts';
import type { CountedAs, MessageLog } from '#lambdas/platform/message-log.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { sesFailureOf } from '#lambdas/platform/ses-failure.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { finishLane } from './finish-run.ts';
import type { FinishParts } from './finish-run.ts';
import type { ReachedCap } from './frequency-caps.ts';
import { assent, moveCampaign } from './move-campaign.ts';
import type { Pace } from './pace.ts';
import type { LaneMessage } from './plan-message.ts';
import type { Slots } from './rules/pace.ts';
import type { Ramp } from './ramp.ts';
import { becameBy, becameOf, counted } from './rules/became.ts';
import { batchSize } from './rules/batches.ts';
import { plannedFor, partitionOf, settledIn, waitsForWinner } from './rules/lanes.ts';
import { partOf } from './rules/names.ts';
import { parted } from './rules/parted.ts';
import type { Addressee, Became, Lane, Plan } from './rules/run.ts';
import { triedOn } from './rules/variants.ts';
import type { RunsStore } from './runs-store.ts';
import { campaignMessage, writeMessage } from './write-message.ts';
import type { Edition, WriteParts } from './write-message.ts';

export interface SendApp extends WriteParts, FinishParts {
  readonly campaigns: SendableCampaigns;
  readonly forms: Pick<FormsStore, 'client' | 'list'>;
  /** Whether a client's mail may come from this domain just now (CS-01). */
  readonly senderReady: (clientId: string, domain: string) => Promise<boolean>;
  readonly messages: Pick<MessageLog, 'find'>;
  readonly runs: Pick<
    RunsStore,
    'hold' | 'release' | 'advance' | 'windUp' | 'plan' | 'batch' | 'find' | 'finishLane' | 'end' | 'view' | 'waits'
  >;
  readonly reachedCap: ReachedCap;
  readonly pace: Pace;
  readonly ramp: Ramp;
  readonly transport: Pick<MailTransport, 'sendWritten'>;
  readonly queue: () => Queue;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Up to fifty people of a lane, then the lane goes back on the queue: so a campaign is paused, cancelled or overtaken by an
 * opt-out within that many. What is done stands in the lane's item; the queue's message says no more than that there is work.
 */
export async function sendLane(message: LaneMessage, app: SendApp): Promise<void> {
  const { clientId, campaignId } = message;
  const held = await app.runs.hold(campaignId, message.lane, app.ids.next(), app.clock.now());
  // Another worker is at it, and brings the lane back by itself.
  if (!held) return;
  const [campaign, plan] = await Promise.all([
    app.campaigns.find(clientId, campaignId),
    app.runs.plan(campaignId, partitionOf(held.lane)),
  ]);
  if (!campaign || !plan) throw new Error('a lane has lost its campaign or its plan');
  switch (campaign.state) {
    case 'sending':
      return sendSome({ message, held, campaign, plan }, app);
    case 'cancelled':
      return windUp({ message, held, campaign, plan }, app);
    default:
      // Whoever resumes it wakes its lanes.
      return app.runs.release(campaignId, held, app.clock.now(), true);
  }
}

interface AtWork {
  readonly message: LaneMessage;
  readonly held: Lane;
  readonly campaign: CampaignItem;
  readonly plan: Plan;
}

async function sendSome(at: AtWork, app: SendApp): Promise<void> {
  const { held, campaign, plan } = at;
  const planned = plannedFor(plan, held.lane);
  if (held.batch >= planned.batches) return nothingLeft(at, app);
  // Asked before anything else is read: most of those who come have to wait for their turn.
  const { domain } = campaign.draft.from;
  const room = await app.ramp.left(domain);
  if (room < 1) return putBack(at, { why: 'ramp', delayMs: longestDelayMs, waited: true }, app);
  const slots = await app.pace.take(Math.min(batchSize, planned.people - settledIn(held), room));
  if (!slots.given) return putBack(at, { why: slots.because, delayMs: slots.waitMs, waited: true }, app);
  const [people, edition] = await Promise.all([peopleLeft(at, app), editionOf(at, app)]);
  if (edition === undefined) return app.runs.release(campaign.campaignId, held, app.clock.now(), true);
  if (typeof edition === 'string') return stopped(at, edition, app);

  const cap = edition.client.frequencyCap ?? undefined;
  const count = await app.ramp.take(domain, Math.min(slots.count, people.length));
  if (count < 1) return putBack(at, { why: 'ramp', delayMs: longestDelayMs, waited: true }, app);
  const contactIds = people.slice(0, count).map(({ contactId }) => contactId);
  const capped = await app.reachedCap(campaign, cap, contactIds);
  const results = await sendPaced(at, people, { ...edition, capped }, { ...slots, count }, app);
  const some = people.slice(0, results.length);
  if (some.length === 0) return putBack(at, { why: 'rate', delayMs: second, waited: true }, app);
  const tried = await settledOrRefused(at, { some, results }, app);
  if (!tried.became) return afterFailures(at, tried.failures, app);
  const offset = held.offset + some.length;
  const to = some.length < people.length ? { batch: held.batch, offset } : { batch: held.batch + 1, offset: 0 };
  if (!(await moveOn(at, to, { some, became: tried.became }, app))) return;
  if (to.batch >= planned.batches && plan.plannedAt !== undefined)
    return finishLane(campaign.campaignId, held.lane, app);
  await app.queue().send(at.message);
}

/** Of the time that a lane is held, for the last message to be done with: a worker that is stopped over one leaves it unknown. */
const reservedMs = 14 * second;

/** Each in its moment, without waiting for the one before. @returns of the first of them, as many as there was time for */
async function sendPaced(
  { held, campaign }: AtWork,
  people: readonly Addressee[],
  edition: Edition,
  slots: Extract<Slots, { given: true }>,
  app: SendApp,
): Promise<PromiseSettledResult<Became>[]> {
  const begun: Promise<PromiseSettledResult<Became>[]>[] = [];
  for (const [index, person] of people.slice(0, slots.count).entries()) {
    await app.pause(slots.startsAtMs + index * slots.gapMs - Date.parse(app.clock.now()));
    if (app.clock.now() > later(held.nextAt, -reservedMs)) break;
    const counted = countedAs({ held, campaign, edition }, person, index);
    const message = campaignMessage(campaign, person.contactId, counted);
    begun.push(Promise.allSettled([sendOne(message, () => writeMessage(person, edition, app), app)]));
  }
  return (await Promise.all(begun)).flat();
}

/** Its people keep their places, however often a batch is begun anew. */
const countedAs = (
  { held, campaign, edition }: { held: Lane; campaign: CampaignItem; edition: Edition },
  { contactId }: Addressee,
  index: number,
): CountedAs => ({
  campaignId: campaign.campaignId,
  listId: campaign.draft.listId,
  part: partOf(held.lane, held.batch),
  place: held.offset + index,
  variant: edition.subjectFor(contactId),
});

/** Those of the present batch who are not done. */
async function peopleLeft({ held, campaign, plan }: AtWork, app: SendApp): Promise<Addressee[]> {
  if (held.batch >= plannedFor(plan, held.lane).batches) return [];
  const batch = await app.runs.batch(campaign.campaignId, held.lane, held.batch);
  return batch.slice(held.offset);
}

/** Of what is planned so far. When more comes, the lane is woken. */
async function nothingLeft({ held, campaign, plan }: AtWork, app: SendApp): Promise<void> {
  await app.runs.release(campaign.campaignId, held, app.clock.now(), true);
  if (plan.plannedAt !== undefined) await finishLane(campaign.campaignId, held.lane, app);
}

/** @returns a sentence when the campaign may not go on; undefined while these people wait for the better subject */
async function editionOf({ held, campaign }: AtWork, app: SendApp): Promise<Edition | string | undefined> {
  const { clientId, campaignId, draft } = campaign;
  const [client, list, said, ready, run] = await Promise.all([
    app.forms.client(clientId),
    app.forms.list(clientId, draft.listId),
    app.campaigns.content(campaignId, campaign.contentHash),
    app.senderReady(clientId, draft.from.domain),
    waitsForWinner(held.lane) ? app.runs.find(campaignId) : undefined,
  ]);
  if (client?.status !== 'approved') return 'this client is not approved at the moment';
  if (!list) return 'its list is gone';
  if (!ready) return `its sender domain ${draft.from.domain} is not ready any more`;
  const winner = run?.winner;
  if (waitsForWinner(held.lane) && winner === undefined) return undefined;
  const subjectFor = (contactId: string): 'a' | 'b' =>
    winner ?? (draft.variants === undefined ? 'a' : triedOn(campaignId, contactId));
  return { campaign, client, list, compiled: said.compiled, subjectFor, capped: new Set() };
}

async function stopped({ held, campaign }: AtWork, because: string, app: SendApp): Promise<void> {
  // When somebody else changed it meanwhile, the next worker to come by sees how it stands.
  await moveCampaign(campaign, { to: 'paused', actor: assent, done: 'paused', because }, app);
  await app.runs.release(campaign.campaignId, held, app.clock.now(), true);
}

/** @throws when it is not settled what became of the person, and trying again may help */
async function sendOne(message: Message, write: () => Promise<Written>, app: SendApp): Promise<Became> {
  const became = becameBy(await app.transport.sendWritten(message, write));
  if (became) return became;
  const record = await app.messages.find(message.messageId);
  const was = record && becameOf(record);
  if (!was) throw new Error('a message that was claimed before has no record that says what became of it');
  return was;
}

interface Tried {
  readonly some: readonly Addressee[];
  readonly results: readonly PromiseSettledResult<Became>[];
}

/** About an hour, with the waits between. Whose message cannot be written by then holds up all who come after. */
const mostTries = 16;

/** What became of each; or why that is open for some. Who was settled is recognised the next time by the message's record. */
async function settledOrRefused(
  { held, campaign }: AtWork,
  { some, results }: Tried,
  app: SendApp,
): Promise<{ became: Became[]; failures?: never } | { became?: never; failures: readonly unknown[] }> {
  const { failures } = parted(results);
  if (failures.length > 0 && (held.tries < mostTries || failures.some((each) => whyFailed(each) !== 'failed')))
    return { failures };
  const became = await Promise.all(
    results.map(async (each, index) =>
      each.status === 'fulfilled' ? each.value : refuse(some[index], campaign, 'not_sendable', app),
    ),
  );
  return { became };
}

const refuse = (
  person: Addressee | undefined,
  campaign: CampaignItem,
  because: string,
  app: SendApp,
): Promise<Became> => {
  if (!person) throw new Error('a result without a person');
  const message = campaignMessage(campaign, person.contactId);
  return sendOne(message, () => Promise.resolve({ send: false, because }), app);
};

/** @returns false when somebody else moved the lane: then that worker goes on with it */
async function moveOn(
  { held, campaign: { campaignId } }: AtWork,
  to: Pick<Lane, 'batch' | 'offset'>,
  { some, became }: { readonly some: readonly Addressee[]; readonly became: readonly Became[] },
  app: SendApp,
): Promise<boolean> {
  const now = app.clock.now();
  const counts = counted(became);
  const recent = [...held.recent.filter((each) => each.at > later(now, -minute)), { at: now, count: some.length }];
  const place = { ...to, recent: recent.slice(-mostRecent) };
  const moved = await app.runs.advance(campaignId, held, place, { counts, unknown: unknownOf(some, became), now });
  if (moved) app.log.info('sent to some', { campaignId, lane: held.lane, people: some.length, sent: counts.sent });
  return moved;
}

const mostRecent = 12;

const unknownOf = (some: readonly Addressee[], became: readonly Became[]): string[] =>
  some.filter((_, index) => became[index]?.as === 'unknown').map(({ contactId }) => contactId);

/** Who may have been begun with is asked one by one; all others of the lane are counted in one write. */
async function windUp(at: AtWork, app: SendApp): Promise<void> {
  const { held, campaign, plan } = at;
  const some = await peopleLeft(at, app);
  const results = await Promise.allSettled(some.map((person) => refuse(person, campaign, 'cancelled', app)));
  const { done: became, failures } = parted(results);
  if (failures.length > 0) return afterFailures(at, failures, app);
  const counts = counted(became);
  const unknown = unknownOf(some, became);
  const ended = await app.runs.windUp(campaign.campaignId, held, plan, { counts, unknown, now: app.clock.now() });
  if (ended) return finishLane(campaign.campaignId, held.lane, app);
  // A page was added just now: once more, with it.
  await putBack(at, { why: 'rate', delayMs: second, waited: true }, app);
}

type Why = keyof typeof waitWords;

const waitWords = {
  rate: 'SES takes a limited number of messages a second from this AWS account, and others are at it',
  quota: 'the 24-hour quota of this AWS account is used up; it goes on by itself as that frees',
  ramp: 'its sender domain is new and has sent what such a domain may send today; it goes on after midnight UTC',
  throttled: 'SES takes fewer messages than it says it would; it goes on more slowly',
  refused: 'SES does not take mail from this AWS account just now; it is tried again every few minutes',
  failed: 'something on our side failed; it is tried again by itself',
} as const;

function whyFailed(error: unknown): 'throttled' | 'refused' | 'failed' {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof TooManyRequestsException) return 'throttled';
  return cause !== undefined && sesFailureOf(cause) === 'not_sent' ? 'refused' : 'failed';
}

async function afterFailures(at: AtWork, failures: readonly unknown[], app: SendApp): Promise<void> {
  const { held, campaign } = at;
  const reasons = failures.map(whyFailed);
  app.log.error(
    'some people of a batch are tried again',
    { campaignId: campaign.campaignId, lane: held.lane, people: failures.length, tries: held.tries },
    failures[0],
  );
  if (reasons.includes('throttled')) {
    await app.pace.slowDown();
    return putBack(at, { why: 'throttled', delayMs: 5 * second, waited: true }, app);
  }
  if (reasons.includes('refused')) return putBack(at, { why: 'refused', delayMs: 2 * minute, waited: true }, app);
  const delayMs = Math.min(5 * minute, 5 * second * 2 ** held.tries);
  return putBack(at, { why: 'failed', delayMs, waited: false }, app);
}

/** Shorter waits are not worth telling. */
const toldFrom = 30 * second;
/** Lanes that wait for the same thing do not all come back at once. */
const spreadMs = 8 * second;
/** What a queue can hold back. */
const longestDelayMs = 15 * minute;

/** The queue first: a lane that waits and of which nobody reminds would wait for the reconciler. */
async function putBack(
  { message, held, campaign: { campaignId } }: AtWork,
  { why, delayMs, waited }: { readonly why: Why; readonly delayMs: number; readonly waited: boolean },
  app: SendApp,
): Promise<void> {
  const delay = Math.min(longestDelayMs, delayMs + Math.random() * spreadMs);
  const nextAt = later(app.clock.now(), delay);
  await app.queue().send(message, Math.ceil(delay / second));
  await app.runs.release(campaignId, held, nextAt, waited);
  if (delayMs >= toldFrom) await app.runs.waits(campaignId, waitWords[why], later(nextAt, minute));
}
