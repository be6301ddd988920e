import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { redrive } from '../../bin/commands/redrive.ts';
import { deployment, outputOf } from '../../bin/deployed.ts';
import type { Deployment } from '../../bin/deployed.ts';
import { deadLettersOf } from '../../bin/redrive/dead-letters.ts';
import { listAbuseReports } from '#contract/abuse.ts';
import { getCampaign } from '#contract/campaigns.ts';
import { getClient } from '#contract/clients.ts';
import {
  compareCampaigns,
  compareCampaignsCsv,
  compareCampaignsPage,
  getReport,
  getReportCsv,
  getReportPage,
} from '#contract/reports.ts';
import type { CampaignReport } from '#contract/reports.ts';
import { cancelCampaign, resumeCampaign } from '#contract/sending.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { unheardKey } from '#lambdas/platform/keys/delivery.ts';
import { begunCampaign } from '#test/support/begun-campaign.ts';
import { assent } from '#test/support/command.ts';
import { functionNamed, invoke } from '#test/support/invoke.ts';
import { look } from '#test/support/look.ts';
import { mailsTo } from '#test/support/mails.ts';
import { approvedClient, publishedForm, someone } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { db, messages, standingOf, tableNamed } from '#test/support/stored.ts';
import { whileNobodyCounts } from '#test/support/stream-paused.ts';
import { subscribers } from '#test/support/subscribers.ts';

const simulated = (kind: string) => `${kind}+${randomBytes(5).toString('hex')}@simulator.amazonses.com`;

let operator: Api;
beforeAll(async () => {
  operator = await newOperator();
});

async function world(many: number, fates: readonly (readonly [string, number])[], tracked: number) {
  const contactAddress = someone('contact');
  const clientId = await approvedClient(operator, { contactAddress });
  const form = await publishedForm(operator, { clientId, welcomeMail: false });
  const member = await newClientUser(operator, clientId);
  const kinds = fates.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
  const people = await subscribers(form, many, () => 'Ada', {
    emailOf: (index) => (kinds[index] === undefined ? undefined : simulated(kinds[index])),
    purposes: (index) =>
      index >= many - tracked ? ['marketing_email', 'open_tracking', 'click_tracking'] : ['marketing_email'],
  });
  return { clientId, form, member, people, contactAddress, tracked: people.slice(many - tracked) };
}

const reportWhen = (member: Api, clientId: string, campaignId: string, good: (report: CampaignReport) => boolean) =>
  soon(() => member(getReport, { params: { clientId, campaignId } }), good, 120_000);

const isOver = ({ campaignId, status }: MessageRecord, of: string): boolean =>
  campaignId === of && (status === 'delivered' || status === 'bounced');

/** A dead letter of the stream of messages, as Lambda writes it: where the news stood, not what they were. */
async function givenUpIn(QueueUrl: string, from: string, deployed: Deployment): Promise<void> {
  const table = outputOf(deployed, 'Service', 'DeliveryTable');
  const DDBStreamBatchInfo = {
    shardId: 'shardId-00000001',
    startSequenceNumber: '100',
    endSequenceNumber: '200',
    approximateArrivalOfFirstRecord: from,
    approximateArrivalOfLastRecord: new Date().toISOString(),
    batchSize: 60,
    streamArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${table}/stream/2026-11-24T09:00:00.000`,
  };
  const MessageBody = JSON.stringify({ requestContext: { condition: 'RetryAttemptsExhausted' }, DDBStreamBatchInfo });
  await new SQSClient({ useQueueUrlAsEndpoint: false }).send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

describe('a campaign to 200, some of whom it cannot reach', { timeout: 300_000 }, () => {
  it('is counted exactly, by people and machines', async () => {
    const { clientId, form, member, people, tracked } = await world(
      200,
      [
        ['bounce', 4],
        ['complaint', 2],
        ['softbounce', 3],
      ],
      40,
    );
    const campaignId = await begunCampaign(member, { clientId, listId: form.listId }, 'Counted');
    await reportWhen(
      member,
      clientId,
      campaignId,
      ({ state, total, progress }) => state === 'sent' && total.counts.delivered + progress.unknown >= 193,
    );

    // Later than machines would.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const person of tracked.slice(0, 10))
      await look(person.email, { links: tracked.indexOf(person) < 4 ? [0] : [] });
    for (const person of tracked.slice(10, 15)) await look(person.email, { userAgent: 'Mozilla/5.0' });
    for (const person of tracked.slice(15, 18))
      await look(person.email, { userAgent: 'Barracuda Sentinel (EE)', links: [0, 1, 2] });
    for (const person of tracked.slice(18, 20)) await look(person.email, { links: [0, 1, 2] });

    const report = await reportWhen(member, clientId, campaignId, ({ total }) => {
      const { openedHuman, openedMasked, openedMachine, clickedMachine } = total.counts;
      return openedHuman === 10 && openedMasked === 5 && openedMachine === 5 && clickedMachine === 5;
    });
    const { progress } = report;
    // On a machine that is at its limits, SES may answer too late: such a message is unknown, and counted as that.
    expect(progress.sent + progress.unknown).toBe(200);
    const { counts } = report.total;
    expect(counts).toMatchObject({ sent: progress.sent, clickedHuman: 4 });
    expect(counts.delivered).toBe(counts.sent - counts.bounced - counts.softBounced);
    expect([counts.bounced, counts.softBounced, counts.complained]).toEqual([4, 3, 2]);
    expect(report.total.opened).toMatchObject({ method: 'estimated', machines: 5, hidden: 5 });
    expect(report.total.opened.from).toBeGreaterThanOrEqual(10);
    expect(report.total.clicked).toMatchObject({ about: 4, from: 4, to: 4, machines: 5 });
    expect(report.links.map(({ href, human, machine }) => [href, human, machine])).toEqual([
      ['https://harbourbooks.example/novels', 4, 5],
      ['https://harbourbooks.example/poems', 0, 5],
      ['https://harbourbooks.example/maps', 0, 5],
    ]);
    expect(report.providers.other?.counts.sent).toBe(counts.sent);
    expect(report.hours.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(counts.delivered);

    // The plainest way to the same figures: each message as it stands, added up.
    const { code, out } = await assent(['report', 'recount', clientId, campaignId], {});
    expect([code, out]).toEqual([
      0,
      `Equal: ${counts.sent + progress.unknown} messages, counted anew, come to the same figures.\n`,
    ]);

    // Bounces and complaints end all mail to these people.
    for (const person of people.slice(0, 6))
      expect(await standingOf(person.contactId)).toHaveProperty('stopped.reason');
    const table = await member(getReportCsv, { params: { clientId, campaignId } });
    expect(table).toContain(`all,,delivered,${counts.delivered}`);
    expect(await member(getReportPage, { params: { clientId, campaignId } })).toMatch(
      /About \d+ \(between \d+ and \d+\) opened it/,
    );

    // Beside the others of the client: this one alone was begun.
    const beside = { params: { clientId }, query: {} };
    const { items } = await member(compareCampaigns, beside);
    expect(items).toMatchObject([{ campaignId, planned: 200, total: report.total }]);
    expect(await member(compareCampaignsCsv, beside)).toContain(`${campaignId},Counted,`);
    expect(await member(compareCampaignsPage, beside)).toContain('Counted');
  });

  it('counts nobody who took the agreement back, whenever the mail was sent (PR-10)', async () => {
    const { clientId, form, member, tracked } = await world(3, [], 2);
    const campaignId = await begunCampaign(member, { clientId, listId: form.listId }, 'Withdrawn');
    await reportWhen(member, clientId, campaignId, ({ total }) => total.counts.delivered === 3);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const [gone, stays] = tracked;
    const [mail] = await mailsTo(gone!.email);
    const [unsubscribeUrl = ''] =
      /https?:[^>]+\/u\/[^>]+/.exec(mail!.headers['list-unsubscribe'] ?? mail!.headers['List-Unsubscribe'] ?? '') ?? [];
    expect((await fetch(unsubscribeUrl, { method: 'POST' })).status).toBe(200);
    await look(gone!.email, { links: [0] });
    await look(stays!.email, { links: [0] });
    const report = await reportWhen(member, clientId, campaignId, ({ total }) => total.counts.clickedHuman > 0);
    expect(report.total.counts).toMatchObject({ openedHuman: 1, clickedHuman: 1 });
    const kept = (await messages()).find(
      (each) => each.contactId === gone!.contactId && each.campaignId === campaignId,
    );
    expect(kept?.activity).toBeUndefined();
  });
});

describe('a campaign of which SES tells less than it should', { timeout: 300_000 }, () => {
  it('says a day later of how many of its messages nothing was heard', async () => {
    const { clientId, form, member } = await world(6, [['silent', 2]], 0);
    const campaignId = await begunCampaign(member, { clientId, listId: form.listId }, 'Silence');
    const before = await reportWhen(
      member,
      clientId,
      campaignId,
      ({ state, total }) => state === 'sent' && total.counts.delivered === 4,
    );
    expect(before.unheard).toEqual({ count: 2 });

    // As if it had ended a day earlier.
    const dueAt = new Date(Date.now() - 60_000).toISOString();
    const Item = { ...unheardKey(campaignId, dueAt), v: 1, campaignId };
    await db().send(new PutCommand({ TableName: await tableNamed('Delivery'), Item }));
    await invoke(await functionNamed('countunheard'));
    const { unheard } = await member(getReport, { params: { clientId, campaignId } });
    expect(unheard).toMatchObject({ count: 2, settled: { count: 2, of: 6 } });
    expect(await member(getReportPage, { params: { clientId, campaignId } })).toContain('nothing heard');
  });
});

describe('news of messages that the stream gave up', { timeout: 300_000 }, () => {
  it('are counted again from the messages, and once', async () => {
    const { clientId, form, member } = await world(60, [['bounce', 1]], 0);
    const deployed = await deployment('Assent-');
    const at = new Date().toISOString();
    const campaignId = await whileNobodyCounts(async () => {
      const begun = await begunCampaign(member, { clientId, listId: form.listId }, 'Given up');
      const sent = await soon(messages, (all) => all.filter((each) => isOver(each, begun)).length === 60, 120_000);
      expect(sent.length).toBeGreaterThan(59);
      const lost = await member(getReport, { params: { clientId, campaignId: begun } });
      expect(lost.total.counts).toMatchObject({ sent: 0, delivered: 0 });

      const letters = (await deadLettersOf(deployed)).filter(({ name }) => name === 'ReportingFiguresDeadLetters');
      await givenUpIn(letters[0]!.url, at, deployed);
      expect(await redrive(deployed, letters)).toMatchObject([{ left: 0, recounted: 1 }]);
      await reportWhen(member, clientId, begun, ({ total }) => total.counts.delivered === 59);
      return begun;
    });
    // The stream is read again, and tells all of it once more.
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    const report = await member(getReport, { params: { clientId, campaignId } });
    expect(report.total.counts).toMatchObject({ sent: 60, delivered: 59, bounced: 1 });
  });
});

describe('a storm of complaints', { timeout: 300_000 }, () => {
  it('stops the campaign in under a minute, with the evidence; going on needs a reason', async () => {
    const { clientId, form, member, contactAddress } = await world(250, [['complaint', 40]], 0);
    const name = `Storm ${randomBytes(3).toString('hex')}`;
    const campaignId = await begunCampaign(member, { clientId, listId: form.listId }, name);
    const params = { clientId, campaignId };
    const stopped = await soon(
      () => member(getCampaign, { params }),
      ({ held }) => held !== undefined,
      60_000,
    );
    expect(stopped.state).toBe('paused');
    expect(stopped.held?.excess[0]).toMatchObject({ scope: 'campaign', what: 'complaints' });
    expect(stopped.because).toMatch(/^\d+ complaints of \d+ deliveries/);

    const [mail] = await soon(
      () => mailsTo(contactAddress),
      (mails) => mails.some(({ subject }) => subject === `Stopped: ${name}`),
      60_000,
    );
    expect(mail!.text).toContain('- abuse: ');

    // The operator sees whose mail it is, and not who complained.
    const reports = await operator(listAbuseReports, { query: { client: clientId } });
    expect(reports.items[0]).toMatchObject({
      way: 'feedback',
      kind: 'complaint',
      clientId,
      campaignId,
      feedback: 'abuse',
    });
    expect(JSON.stringify(reports)).not.toContain('@');

    await expect(member(resumeCampaign, { params, body: {} })).rejects.toThrow(/say why it may go on/);
    const resumed = await member(resumeCampaign, { params, body: { reason: 'the forty were colleagues' } });
    expect(resumed).toMatchObject({ state: 'sending' });
    expect(resumed.held).toBeUndefined();
    await member(cancelCampaign, { params, body: { reason: 'enough' } });

    // Twice within a week: nothing is sent for this client until somebody has looked into it.
    await begunCampaign(member, { clientId, listId: form.listId }, `${name}, again`);
    const { status } = await soon(
      () => member(getClient, { params: { clientId } }),
      (client) => client.status === 'suspended',
      60_000,
    );
    expect(status).toBe('suspended');
  });
});
