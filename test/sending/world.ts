import { MessageRejected, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import type { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { campaignDraft } from '#contract/campaigns.ts';
import { contactAddress } from '#contract/consent.ts';
import type { Figures } from '#contract/figures.ts';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import type { CampaignContent, CampaignItem } from '#lambdas/campaigns/store.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { Render } from '#lambdas/campaigns/rules/rendered.ts';
import { findStandings } from '#lambdas/consent/find-standings.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { membersOf } from '#lambdas/contacts/rules/member-of.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { consentTable, mailboxKey, standingKey } from '#lambdas/platform/keys/consent.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { clientKey, directoryTable, listKey, memberKey } from '#lambdas/platform/keys/directory.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { sesTransport } from '#lambdas/platform/mail-transport.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { seal } from '#lambdas/platform/sealing.ts';
import { reachedCaps } from '#lambdas/sending/frequency-caps.ts';
import { sharedPace } from '#lambdas/sending/pace.ts';
import type { PlanApp } from '#lambdas/sending/plan-audience.ts';
import type { ReconcileApp } from '#lambdas/sending/reconcile-runs.ts';
import { domainRamp } from '#lambdas/sending/ramp.ts';
import type { Account } from '#lambdas/sending/rules/pace.ts';
import type { RampUp } from '#lambdas/sending/rules/ramp.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import type { SendApp } from '#lambdas/sending/send-lane.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import { harbourBooks } from '#test/support/believable.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { asked, deploymentSecret, notice, sealing } from '#test/support/people.ts';
import { MemoryQueue } from './memory-queue.ts';
import { random } from './random.ts';
import type { Random } from './random.ts';

export const began = Date.UTC(2026, 10, 24, 9);
export const clientId = 'harbourbooks0001';
export const listId = notice.listId;
export const campaignId = 'campaigncampaig1';
const at = new Date(began).toISOString();

/** Tables in memory have the names of their definitions. Said for each world: something else may have named others since. */
function nameTables(): void {
  for (const table of [consentTable, deliveryTable, directoryTable]) process.env[table.environment] = table.name;
}
nameTables();

/** What becomes of a person when nothing goes wrong. */
export type Fate = 'sent' | 'unsubscribed' | 'stopped' | 'bounced' | 'missing_value' | 'MessageRejected';

const fates: readonly (readonly [Fate, number])[] = [
  ['unsubscribed', 0.03],
  ['stopped', 0.02],
  ['bounced', 0.01],
  ['missing_value', 0.01],
  ['MessageRejected', 0.005],
];

function fateOf(chance: Random): Fate {
  let left = chance();
  for (const [fate, share] of fates) if ((left -= share) < 0) return fate;
  return 'sent';
}

/** A client with a list of people who asked to be on it, as the tables hold them. */
/** @param partitions of the list that have anybody in them: the first so many of 64 */
export function peopleOnAList(many: number, seed: number, partitions = 64) {
  const chance = random(seed);
  const tables = new MemoryTables();
  const put = (table: string, Item: Record<string, unknown>) => tables.seed(table, Item);
  const client = {
    ...harbourBooks,
    clientId,
    status: 'approved',
    createdAt: at,
    acceptableUse: { version: '2026-11', acceptedBy: 'Emeka Obi', acceptedAt: at },
  };
  put(directoryTable.name, { ...clientKey(clientId), v: 1, ...client });
  const list = { listId, clientId, name: 'Letter', title: 'the letter', createdAt: at };
  put(directoryTable.name, { ...listKey(clientId, listId), v: 1, ...list });
  const expected = new Map<string, Fate>();
  for (let count = 0; count < many; count++) {
    const contactId = chance.letterAt(count % partitions) + chance.id(15);
    const fate = fateOf(chance);
    expected.set(contactId, fate);
    const standing = standingOf(contactId, fate, chance);
    // The index is behind: who stopped after it was read is found out right before SES.
    const seen = fate === 'stopped' || fate === 'bounced' ? { ...standing, stopped: undefined } : standing;
    for (const member of membersOf(seen)) put(directoryTable.name, { ...memberKey(listId, contactId), ...member });
    put(consentTable.name, { ...standingKey(standing.addressKey), ...standing });
    if (fate === 'bounced')
      put(consentTable.name, { ...mailboxKey(standing.mailboxHash!), v: 1, suppressed: { reason: 'hard_bounce', at } });
  }
  return { tables, expected };
}
export type People = ReturnType<typeof peopleOnAList>;

function standingOf(contactId: string, fate: Fate, chance: Random): Standing {
  const salt = Buffer.from(chance.id(22)).subarray(0, 16).toString('base64url');
  const details = {
    address: contactAddress.parse(`${contactId.toLowerCase()}@example.net`),
    fields: fate === 'missing_value' ? {} : { first_name: fate },
  };
  const { formId, noticeId, noticeSha256, language } = asked();
  return {
    v: 1,
    clientId,
    addressKey: chance.id(22),
    mailboxHash: chance.id(22),
    contactId,
    salt,
    seq: 2,
    headHash: sha256Of(contactId),
    sealed: seal(sealing.keyOf(salt, contactId), { contactId, seq: 1 }, details),
    sealedSeq: 1,
    lists: {
      [listId]: {
        status: fate === 'unsubscribed' ? 'unsubscribed' : 'subscribed',
        purposes: [{ purpose: 'marketing_email', state: fate === 'unsubscribed' ? 'withdrawn' : 'given' }],
        since: at,
        language,
        formId,
        noticeId,
        noticeSha256,
      },
    },
    ...(fate === 'stopped' ? { stopped: { reason: 'unsubscribed', at } } : {}),
    confirmedAt: at,
  };
}

export const draft = campaignDraft.parse({
  name: 'November',
  listId,
  from: { domain: 'mail.example.com' },
  language: 'en',
  subject: 'New books, {{ first_name }}',
  content: { kind: 'html', source: '<p>Hello {{ first_name }}</p>' },
});

export const said: CampaignContent = {
  v: 1,
  campaignId,
  content: draft.content,
  compiled: {
    v: 1,
    contentHash: sha256Of('what it says'),
    subject: draft.subject,
    html: '<p>Hello {{ first_name }}</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>',
    text: 'Hello {{ first_name }}\n\nUnsubscribe: {{ unsubscribe_url }}',
    missing: 'skip',
    fields: ['first_name'],
    links: [],
    pictures: [],
    personalPictures: [],
  },
};

export const campaignItem = (overrides: Partial<CampaignItem> = {}): CampaignItem => ({
  campaignId,
  clientId,
  state: 'scheduled',
  version: 1,
  draft,
  contentHash: said.compiled.contentHash,
  createdBy: 'emeka.obi',
  createdAt: at,
  updatedAt: at,
  ...overrides,
});

/** What is rendered is the business of another test: here a name has to be there. */
export const plainRender: Render = ({ html, text, subject }, { fields, links }) => {
  const name = fields.first_name;
  if (name === undefined) return Promise.resolve({ rendered: false, because: 'missing_value' });
  const filled = (of: string) =>
    of.replaceAll('{{ first_name }}', String(name)).replaceAll('{{ unsubscribe_url }}', links.unsubscribeUrl);
  const renderedHash = sha256Of(`${links.unsubscribeUrl}${html}`);
  return Promise.resolve({
    rendered: true,
    subject: filled(subject),
    html: filled(html),
    text: filled(text),
    inlinePictures: [],
    renderedHash,
  });
};

export const generous: Account = {
  sendingEnabled: true,
  inSandbox: false,
  suspended: false,
  maxPerSecond: 2_000,
  maxPerDay: -1,
  sentLastDay: 0,
};

/** How a call to the outside goes: as it should, unless a test has other plans. */
export type Outside = <T>(
  service: 'dynamodb' | 'sqs' | 'ses',
  effect: () => Promise<T>,
  /** The message that it is about, where it is about one. */
  message?: string,
  /** The SDK's name for the call. */
  command?: string,
) => Promise<T>;

const untroubled: Outside = (_, effect) => effect();

interface Asked {
  readonly input: { readonly Key?: { readonly pk?: unknown } };
}
/** A claim, or what became of one. */
const messageOf = ({ input }: Asked): string | undefined => /^MESSAGE#(.*)$/.exec(String(input.Key?.pk))?.[1];
const taggedAs = ({ input }: Pick<SendEmailCommand, 'input'>): string =>
  input.EmailTags?.find(({ Name }) => Name === 'message')?.Value ?? '';

/** Time that passes when somebody waits for it. */
export class Time {
  nowMs = began;
  private waiting: { at: number; resolve: () => void }[] = [];
  readonly clock = { now: () => new Date(this.nowMs).toISOString() };
  readonly pause = (ms: number): Promise<void> => {
    if (ms <= 0) return Promise.resolve();
    const due = this.nowMs + ms;
    return new Promise((resolve) => this.waiting.push({ at: due, resolve }));
  };
  get nextAt(): number | undefined {
    return this.waiting.length === 0 ? undefined : Math.min(...this.waiting.map((each) => each.at));
  }
  goTo(ms: number): void {
    this.nowMs = Math.max(this.nowMs, ms);
    const due = this.waiting.filter((each) => each.at <= this.nowMs);
    this.waiting = this.waiting.filter((each) => each.at > this.nowMs);
    for (const { resolve } of due) resolve();
  }
}

/** SES as a sink: counts what it took, by message. */
export class Sink {
  readonly took = new Map<string, number>();
  readonly addresses = new Set<string>();
  send({ input }: Pick<SendEmailCommand, 'input'>): { MessageId: string } {
    const messageId = taggedAs({ input });
    if (input.Content!.Simple!.Subject!.Data!.includes('MessageRejected'))
      throw new MessageRejected({ message: 'as the test wants', $metadata: { httpStatusCode: 400 } });
    this.took.set(messageId, (this.took.get(messageId) ?? 0) + 1);
    this.addresses.add(input.Destination!.ToAddresses![0]!);
    return { MessageId: `ses-${messageId}` };
  }
}

export const throttledBySes = () =>
  new TooManyRequestsException({ message: 'too many', $metadata: { httpStatusCode: 429 } });

/**
 * Everything that planning, sending and looking after are done with, on tables in memory.
 * @param engine tables that are there already, instead of those in memory
 */
export function sendingWorld({ tables, expected }: People, seed = 1, engine?: Db) {
  if (!engine) nameTables();
  const own = tables.fork();
  const table = engine ?? own.client;
  const time = new Time();
  const sink = new Sink();
  const chance = random(seed);
  const planQueue = new MemoryQueue(time, 6 * 60_000);
  const sendQueue = new MemoryQueue(time, 150_000);
  const state = {
    account: generous,
    report: { blocked: false },
    render: plainRender,
    members: undefined as PlanApp['members'] | undefined,
    ramp: undefined as RampUp | undefined,
    figures: { variants: {}, providers: {}, links: {}, hours: {} } as Figures,
  };
  const quiet = { info: () => undefined, error: () => undefined };

  /** What one process of a function has, with its way to the outside. */
  const apps = (outside: Outside = untroubled) => {
    const db = {
      send: (command: Asked) =>
        outside('dynamodb', () => table.send(command as never), messageOf(command), command.constructor.name),
    } as unknown as Db;
    const ids = { next: () => chance.id(16) };
    const { clock, pause } = time;
    const messages = messageLog(db, ids);
    const ses = {
      // eslint-disable-next-line @typescript-eslint/require-await -- what SES refuses has to be a rejection
      send: (command: SendEmailCommand) => outside('ses', async () => sink.send(command), taggedAs(command)),
    };
    const settings = { fromDomain: 'mail.example.com', configurationSets: { tracked: 'T', untracked: 'U' } };
    const transport = sesTransport(
      () => settings,
      () => ({ messages, ses, clock, log: quiet, count: () => undefined, pause }),
    );
    const queueFor = (queue: MemoryQueue): Queue => queue.from((effect) => outside('sqs', effect));
    const account = () => outside('ses', () => Promise.resolve(state.account));
    const links = linkTokens({ k1: 'k'.repeat(40) });
    const common = {
      clock,
      ids,
      log: quiet,
      count: () => undefined,
      pause,
      campaigns: sendableCampaigns(db),
      runs: runsStore(db),
      messages,
      reachedCap: reachedCaps({ clock, runs: runsStore(db), messages }),
      planQueue: () => queueFor(planQueue),
      sendQueue: () => queueFor(sendQueue),
    };
    const plan: PlanApp = {
      ...common,
      check: () =>
        Promise.resolve({
          checkedAt: at,
          contentHash: said.compiled.contentHash,
          findings: [],
          overrides: [],
          ...state.report,
        }),
      account,
      members: state.members ?? membersStore(db),
      standings: (keys) => findStandings(db, keys),
      client: (of) => formsStore(db).client(of),
      sealer: () => Promise.resolve(sealing),
    };
    const send: SendApp = {
      ...common,
      queue: () => queueFor(sendQueue),
      forms: formsStore(db),
      senderReady: () => Promise.resolve(true),
      ramp: domainRamp(db, { clock, ramp: state.ramp, pause }),
      pace: sharedPace(db, { clock, account, pause }),
      transport,
      standings: standingStore(db),
      render: (...about) => state.render(...about),
      secrets: () => Promise.resolve({ sealer: sealing, links }),
      providerOf: () => Promise.resolve('other'),
      settings: () => ({ publicUrl: 'https://news.example.com', fromDomain: 'mail.example.com' }),
    };
    const reconcile: ReconcileApp = { ...common, figures: () => Promise.resolve(state.figures) };
    return { plan, send, reconcile };
  };

  return {
    tables: own,
    expected,
    time,
    sink,
    planQueue,
    sendQueue,
    state,
    apps,
    deploymentSecret,
    /** Puts the campaign there and lets its time come. */
    async schedule(item = campaignItem()): Promise<void> {
      const entry = { clientId, actor: 'emeka.obi', action: 'campaign.scheduled', subject: item.campaignId };
      await campaignsStore(table).add(item, said, { entry, stamp: { at, id: chance.id(16) } });
      await planQueue
        .from((effect) => effect())
        .send({ kind: 'start', clientId, campaignId: item.campaignId, version: item.version });
    },
  };
}
export type SendingWorld = ReturnType<typeof sendingWorld>;
