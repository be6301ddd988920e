import {
  GetObjectCommand,
  ListBucketsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { archivedOutcome } from '#contract/archive.ts';
import type { ArchivedOutcome } from '#contract/archive.ts';
import { getReport } from '#contract/reports.ts';
import type { CampaignReport } from '#contract/reports.ts';
import { namedQueries } from '#lib/analysis/named-queries.ts';
import type { Counter } from '#lambdas/reporting/rules/contribution.ts';
import { messagesIn, recount } from '#lambdas/reporting/rules/recount.ts';
import { archivedLines } from '#test/support/archived-lines.ts';
import { athena } from '#test/support/athena.ts';
import type { Row } from '#test/support/athena.ts';
import { assent } from '#test/support/command.ts';
import { begunCampaign } from '#test/support/begun-campaign.ts';
import { id } from '#test/support/people.ts';
import { look } from '#test/support/look.ts';
import { roleWith } from '#test/support/role.ts';
import { running } from '#test/support/running.ts';
import { approvedClient, publishedForm } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { subscribers } from '#test/support/subscribers.ts';
import type { Subscriber } from '#test/support/subscribers.ts';

const s3 = () => new S3Client({ endpoint: running().endpoint });

async function archiveBucket(): Promise<string | undefined> {
  const { Buckets = [] } = await s3().send(new ListBucketsCommand({}));
  return Buckets.find(({ Name }) => Name?.includes('archivebucket'))?.Name;
}

/** Every line of a client, as it lies there. */
async function linesOf(clientId: string): Promise<string[]> {
  const Bucket = await archiveBucket();
  const lines: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3() }, { Bucket, Prefix: 'outcomes/' }))
    for (const { Key } of Contents.filter((each) => each.Key?.includes(`/client=${clientId}/`))) {
      const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }));
      const text = gunzipSync(await Body!.transformToByteArray()).toString();
      lines.push(...text.split('\n').filter(Boolean));
    }
  return lines;
}

const archivedOf = async (clientId: string): Promise<ArchivedOutcome[]> =>
  (await linesOf(clientId)).map((line) => archivedOutcome.parse(JSON.parse(line)));

const rowOf = (rows: readonly Row[] = [], variant: string) => rows.find((row) => row.variant === variant);

/** As Firehose would. */
async function store(some: readonly ArchivedOutcome[]): Promise<void> {
  const [{ day, client } = { day: '', client: '' }] = some;
  const Body = gzipSync(some.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const Key = `outcomes/day=${day}/client=${client}/${id()}.gz`;
  await s3().send(new PutObjectCommand({ Bucket: await archiveBucket(), Key, Body }));
}

/** Columns of SQL, and counters. */
const columns = {
  sent: 'sent',
  delivered: 'delivered',
  delayed: 'delayed',
  soft_bounced: 'softBounced',
  bounced: 'bounced',
  complained: 'complained',
  suppressed: 'suppressed',
  invalid: 'invalid',
  rejected: 'rejected',
  failed: 'failed',
  opened_human: 'openedHuman',
  opened_unsure: 'openedUnsure',
  opened_masked: 'openedMasked',
  opened_machine: 'openedMachine',
  clicked_human: 'clickedHuman',
  clicked_unsure: 'clickedUnsure',
  clicked_machine: 'clickedMachine',
} as const;

const countsOf = (lines: readonly ArchivedOutcome[]): Record<string, number> =>
  Object.fromEntries(
    [...recount(messagesIn(lines).values())]
      .filter(([counter]) => counter.startsWith('TOTALS a.'))
      .map(([counter, amount]) => [counter.slice('TOTALS a.'.length), amount]),
  );

const all = { bounce: 3, softbounce: 2, complaint: 2, others: 33 };
let clientId: string;
let campaignId: string;
let people: Subscriber[];
let report: CampaignReport;
let lines: ArchivedOutcome[];

beforeAll(async () => {
  const operator = await newOperator();
  clientId = await approvedClient(operator);
  const form = await publishedForm(operator, { clientId, welcomeMail: false });
  const member = await newClientUser(operator, clientId);
  const kinds = Object.entries(all).flatMap(([kind, many]) => Array.from({ length: many }, () => kind));
  people = await subscribers(form, kinds.length, () => 'Ada', {
    emailOf: (index) =>
      kinds[index] === 'others'
        ? undefined
        : `${kinds[index]}+${randomBytes(5).toString('hex')}@simulator.amazonses.com`,
    purposes: (index) => (index < 20 ? ['marketing_email'] : ['marketing_email', 'open_tracking', 'click_tracking']),
  });
  campaignId = await begunCampaign(member, { clientId, listId: form.listId }, 'Archived');
  const params = { clientId, campaignId };
  const when = (good: (found: CampaignReport) => boolean) => soon(() => member(getReport, { params }), good, 120_000);
  await when(({ state, total }) => state === 'sent' && total.counts.delivered >= all.others);

  // Later than machines would.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const readers = people.slice(20).map(({ email }) => email);
  for (const email of readers.slice(0, 6)) await look(email, { links: readers.indexOf(email) < 3 ? [1] : [] });
  for (const email of readers.slice(6, 9)) await look(email, { userAgent: 'Mozilla/5.0' });
  for (const email of readers.slice(9, 11)) await look(email, { userAgent: 'Barracuda Sentinel (EE)', links: [0] });
  for (const email of readers.slice(11, 12)) await look(email, { links: [0, 1, 2] });

  report = await when(
    ({ total: { counts } }) => counts.openedHuman === 6 && counts.openedMachine === 3 && counts.openedMasked === 3,
  );
  await soon(
    async () => countsOf(await archivedOf(clientId)),
    (counts) => isDeepStrictEqual(counts, nonZero(report.total.counts)),
    30_000,
  );
  lines = await archivedOf(clientId);
}, 300_000);

const nonZero = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, amount]) => amount !== 0));

describe('the archive', () => {
  it('holds what became of every message: a recount of it gives the report', () => {
    expect(countsOf(lines)).toEqual(nonZero(report.total.counts));
  });

  it('is counted anew from a terminal, with the same figures', async () => {
    const { code, out } = await assent(['report', 'recount', clientId, campaignId, '--archive'], {});
    expect([code, out.trim()]).toEqual([
      0,
      `Equal: ${people.length} messages, counted anew, come to the same figures.`,
    ]);
    const wrong = await assent(['report', 'recount', clientId, id(), '--archive'], {});
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('the archive has nothing of campaign')]);
  });

  it('says nothing of anybody: no address, no network, no program, no link, no id', async () => {
    const text = (await linesOf(clientId)).join('\n');
    expect(text).not.toMatch(/@|https?:|127\.0\.0\.1|Mozilla|Barracuda|simulator/);
    for (const { contactId, email } of people) {
      expect(text).not.toContain(contactId);
      expect(text).not.toContain(email);
    }
  });
});

describe('whatever lies in the archive', () => {
  it('SQL makes of it what the counters do', async () => {
    const [campaign, client] = [id(), id()];
    const began = Date.now() - 4 * 3_600_000;
    const seed = Date.now() % 2 ** 31;
    const made = fc.sample(archivedLines(campaign, client, began), { numRuns: 20, seed }).flat();
    for (const day of new Set(made.map((line) => line.day))) await store(made.filter((line) => line.day === day));

    const counted = recount(messagesIn(made).values());
    const of = (counter: Counter) => counted.get(counter) ?? 0;
    const found = new Map<string, Row[]>();
    for (const { Name = '', QueryString, Database } of await athena().named())
      if (['campaigns', 'readers', 'links', 'hours'].includes(Name))
        found.set(
          Name,
          (await athena().ask(QueryString, Database)).filter((row) => row.campaign === campaign),
        );
    for (const variant of ['a', 'b'] as const) {
      const row = { ...rowOf(found.get('campaigns'), variant), ...rowOf(found.get('readers'), variant) };
      for (const [column, name] of Object.entries(columns))
        expect([seed, variant, column, Number(row[column])]).toEqual([
          seed,
          variant,
          column,
          of(`TOTALS ${variant}.${name}`),
        ]);
    }
    const links = (found.get('links') ?? []).flatMap(({ place, ...row }) =>
      (['human', 'unsure', 'machine'] as const).map((who) => [`LINKS ${place}.${who}`, Number(row[who])]),
    );
    const hours = (found.get('hours') ?? []).flatMap(({ hour_utc: hour = '', ...row }) =>
      (['delivered', 'opened', 'clicked'] as const).map((what) => [
        `HOURS#${hour.slice(0, 13)}.${what}`,
        Number(row[what]),
      ]),
    );
    const rest = [...counted].filter(([counter]) => !counter.startsWith('TOTALS'));
    expect([seed, Object.fromEntries([...links, ...hours].filter(([, amount]) => amount !== 0))]).toEqual([
      seed,
      Object.fromEntries(rest),
    ]);
  });
});

describe('the questions of the work group', () => {
  const asked = new Map<string, Row[]>();
  beforeAll(async () => {
    for (const { Name = '', QueryString, Database } of await athena().named())
      asked.set(Name, await athena().ask(QueryString, Database));
  }, 120_000);

  const ours = (name: string) =>
    (asked.get(name) ?? []).filter(
      ({ campaign, client }) => campaign === campaignId || (campaign === undefined && client === clientId),
    );
  const numbers = (row: Row | undefined, ...names: string[]) => names.map((name) => Number(row?.[name]));

  it('are the ten that there are, and each has an answer', () => {
    expect([...asked.keys()].toSorted()).toEqual(namedQueries().map(({ name }) => name));
    expect(asked.size).toBe(10);
    for (const [name, rows] of asked) expect([name, rows.length > 0]).toEqual([name, true]);
  });

  it('campaigns: the figures of the report', () => {
    const { counts } = report.total;
    const [row, ...others] = ours('campaigns');
    expect(others).toEqual([]);
    expect(
      numbers(
        row,
        'sent',
        'delivered',
        'delayed',
        'soft_bounced',
        'bounced',
        'complained',
        'suppressed',
        'invalid',
        'rejected',
        'failed',
      ),
    ).toEqual([
      counts.sent,
      counts.delivered,
      counts.delayed,
      counts.softBounced,
      counts.bounced,
      counts.complained,
      counts.suppressed,
      counts.invalid,
      counts.rejected,
      counts.failed,
    ]);
    expect([counts.bounced, counts.softBounced, counts.complained]).toEqual([
      all.bounce,
      all.softbounce,
      all.complaint,
    ]);
  });

  it('readers: people and machines as the report has them', () => {
    const { counts } = report.total;
    const names = [
      'opened_human',
      'opened_unsure',
      'opened_masked',
      'opened_machine',
      'clicked_human',
      'clicked_unsure',
      'clicked_machine',
    ];
    expect(numbers(ours('readers')[0], ...names)).toEqual([
      counts.openedHuman,
      counts.openedUnsure,
      counts.openedMasked,
      counts.openedMachine,
      counts.clickedHuman,
      counts.clickedUnsure,
      counts.clickedMachine,
    ]);
    expect(counts.clickedHuman).toBe(3);
  });

  it('links: who followed which', () => {
    const rows = ours('links').map((row) => [row.place, ...numbers(row, 'human', 'unsure', 'machine')]);
    expect(rows.toSorted()).toEqual(
      report.links.map(({ human, unsure, machine }, place) => [String(place), human, unsure, machine]),
    );
  });

  it('hours: when it came and was read', () => {
    const rows = ours('hours').map((row) => [
      row.hour_utc?.slice(0, 13).replace(' ', 'T'),
      ...numbers(row, 'delivered', 'opened', 'clicked'),
    ]);
    expect(rows).toEqual(
      report.hours.map(({ hour, delivered, opened, clicked }) => [hour, delivered, opened, clicked]),
    );
  });

  it('complaints, client-days, how-often: of whom, when, and how often', () => {
    const { counts } = report.total;
    const [complained] = ours('complaints');
    expect(numbers(complained, 'complained', 'delivered')).toEqual([all.complaint, counts.delivered]);
    const days = ours('client-days').map((row) => numbers(row, 'sent', 'delivered', 'bounced', 'complained'));
    expect(days.reduce((sum, row) => sum.map((each, at) => each + row[at]!))).toEqual([
      counts.sent,
      counts.delivered,
      counts.bounced,
      counts.complained,
    ]);
    expect(numbers(ours('how-often')[0], 'mails_or_more', 'people', 'complained')).toEqual([
      1,
      counts.delivered,
      all.complaint,
    ]);
  });

  it('bounces, providers, unsettled: of all clients together', () => {
    const hard = asked.get('bounces')?.filter(({ outcome, code }) => outcome === 'bounced' && code?.startsWith('5.'));
    expect(hard?.reduce((sum, { messages }) => sum + Number(messages), 0)).toBeGreaterThanOrEqual(all.bounce);
    const { counts } = report.total;
    const other = asked.get('providers')?.find(({ provider }) => provider === 'other');
    expect(Number(other?.delivered)).toBeGreaterThanOrEqual(counts.delivered);
    expect(Number(other?.within_10_minutes)).toBeGreaterThanOrEqual(counts.delivered);
    const [today] = asked.get('unsettled') ?? [];
    expect(Number(today?.lines)).toBeGreaterThanOrEqual(lines.length);
    expect(Number(today?.doubles)).toBeGreaterThanOrEqual(lines.length - new Set(lines.map(({ id }) => id)).size);
  });

  it('are open to who has the policy for analysts and nothing else', async () => {
    const keys = await roleWith(running().outputs['Assent-Insight'].AnalystsPolicy);
    const [query] = await athena(keys).named();
    expect((await athena(keys).ask(query?.QueryString, query?.Database)).length).toBeGreaterThan(0);
  });

  it('one of one’s own, about one client, reads that client’s alone', async () => {
    const [{ Database } = { Database: undefined }] = await athena().named();
    const sql = `select count(distinct id) as outcomes, min(client) as client from outcomes_of_client where client = '${clientId}'`;
    const [row] = await athena().ask(sql, Database);
    expect(row).toEqual({ outcomes: String(new Set(lines.map(({ id }) => id)).size), client: clientId });
  });
});
