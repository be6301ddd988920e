import {
  CreateScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  approveCampaign,
  checkCampaign,
  createCampaign,
  scheduleCampaign,
  testCampaign,
  unscheduleCampaign,
} from '#contract/campaigns.ts';
import { changeClient, createUser, listAuditEvents } from '#contract/clients.ts';
import { getProgress } from '#contract/sending.ts';
import { letter } from '#test/support/campaign.ts';
import { mailsTo, mailTo } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator, signIn } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/stored.ts';
import { id } from '#test/support/people.ts';

let operator: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;
/** Two users of the client: who writes, and who approves. */
let writer: { api: Api; name: string; address: string };
let second: { api: Api; name: string };
let reader: string;

async function newUser(displayName: string, mailAddress?: string) {
  const name = `user-${id()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, 'x')}`;
  const body = { userName: name, displayName, ...(mailAddress === undefined ? {} : { mailAddress }) };
  const { temporaryPassword } = await operator(createUser, { params: { clientId: form.clientId }, body });
  return { api: await signIn(name, temporaryPassword), name };
}

const write = async (overrides: object = {}, listId = form.listId) => {
  const body = letter(listId, overrides);
  const { campaignId } = await writer.api(createCampaign, { params: { clientId: form.clientId }, body });
  return campaignId;
};
const change = (changes: object) =>
  operator(changeClient, {
    params: { clientId: form.clientId },
    body: { ...changes, reason: 'asked for by Emeka Obi' },
  });
const paramsOf = (campaignId: string) => ({ params: { clientId: form.clientId, campaignId } });
const check = (campaignId: string, overrides: { rule: string; where: string; reason: string }[] = [], version = 1) =>
  writer.api(checkCampaign, { ...paramsOf(campaignId), body: { version, overrides } });
const schedule = (campaignId: string, at?: string, version = 1, by = writer.api) =>
  by(scheduleCampaign, { ...paramsOf(campaignId), body: { version, at, timeZone: 'Europe/Berlin' } });
const found = ({ report }: Awaited<ReturnType<typeof check>>) =>
  report?.findings.map(({ severity, rule, where }) => `${severity} ${rule} ${where}`);
const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no problem',
    (error: unknown) => (error as { problem?: unknown }).problem,
  );
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const schedulesOf = async (campaignId: string) => {
  const { Schedules = [] } = await new SchedulerClient({}).send(new ListSchedulesCommand({ NamePrefix: campaignId }));
  return Schedules;
};

beforeAll(async () => {
  running();
  operator = await newOperator();
  form = await publishedForm(operator, { welcomeMail: false });
  const address = someone('emeka');
  writer = { ...(await newUser('Emeka Obi', address)), address };
  second = await newUser('Noor Haddad');
  reader = someone('reader');
  await subscribe(form.url, reader);
}, 120_000);

beforeEach(async () => {
  await change({ secondApproval: false });
});

describe('a campaign, from draft to sent', { timeout: 240_000 }, () => {
  it('is checked, mended, answered for, approved by a second person, scheduled, and goes out', async () => {
    await change({ secondApproval: true, phone: '+44 1947 600000' });
    const campaignId = await write({ subject: 'Last chance for three new novels' });

    // Nobody has an end of a promotion written down: a person answers for it, or mends it.
    const checked = await check(campaignId);
    expect(found(checked)).toEqual(['warn CS-21 subject']);
    expect(checked.state).toBe('draft');
    expect(await problemOf(schedule(campaignId))).toMatchObject({ code: 'wrong_state' });
    expect(
      await problemOf(check(campaignId, [{ rule: 'CS-04', where: 'content', reason: 'we have none' }])),
    ).toMatchObject({ code: 'invalid_fields', fields: [{ path: 'overrides.0' }] });
    expect(await problemOf(check(campaignId, [{ rule: 'CS-21', where: 'subject', reason: '' }]))).toMatchObject({
      code: 'invalid_fields',
    });
    const reason = 'the edition is out of print after this';
    const answered = await check(campaignId, [{ rule: 'CS-21', where: 'subject', reason }]);
    expect(answered).toMatchObject({
      state: 'checked',
      report: { blocked: false, overrides: [{ rule: 'CS-21', by: writer.name, reason }] },
    });

    expect(await problemOf(schedule(campaignId))).toMatchObject({
      code: 'wrong_state',
      fields: [{ path: 'approval' }],
    });
    const approve = (by: Api) => by(approveCampaign, { ...paramsOf(campaignId), body: { version: 1 } });
    expect(await problemOf(approve(writer.api))).toMatchObject({ code: 'wrong_state' });
    expect((await approve(second.api)).approval).toMatchObject({ by: second.name, version: 1 });

    // Two minutes ahead: the Scheduler knows minutes.
    const at = inMinutes(1.2);
    const scheduled = await schedule(campaignId, at);
    expect(scheduled).toMatchObject({ state: 'scheduled', schedule: { at, timeZone: 'Europe/Berlin' } });
    const [made] = await schedulesOf(campaignId);
    const { ActionAfterCompletion, ScheduleExpressionTimezone, Target } = await new SchedulerClient({}).send(
      new GetScheduleCommand({ Name: made?.Name, GroupName: made?.GroupName }),
    );
    expect({ ActionAfterCompletion, ScheduleExpressionTimezone }).toEqual({
      ActionAfterCompletion: 'DELETE',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    expect(JSON.parse(Target!.Input!)).toEqual({ kind: 'start', clientId: form.clientId, campaignId, version: 1 });
    expect(await problemOf(check(campaignId))).toMatchObject({ code: 'wrong_state' });

    const end = await soon(
      () => writer.api(getProgress, paramsOf(campaignId)),
      ({ state }) => state === 'sent' || state === 'paused',
      150_000,
    );
    expect(end).toMatchObject({ state: 'sent', planned: 1, sent: 1 });
    expect((await mailTo(reader, 'Last chance')).text).toContain('1 Quay Street');
    expect(await schedulesOf(campaignId)).toEqual([]);

    const { items } = await writer.api(listAuditEvents, { params: { clientId: form.clientId } });
    const told = items
      .filter(({ subject }) => subject === campaignId)
      .map(({ action, actor }) => `${action} by ${actor}`);
    expect(told.toReversed()).toEqual(
      expect.arrayContaining([
        `campaign.checked by ${writer.name}`,
        `campaign.approved by ${second.name}`,
        `campaign.scheduled by ${writer.name}`,
      ]),
    );
    expect(items.find(({ action, reason: why }) => action === 'campaign.checked' && why)?.reason).toBe(
      `CS-21 (subject): ${reason}`,
    );
  });

  it('is blocked without a second way to reach the client, and goes out at once when that is mended', async () => {
    const bare = await publishedForm(operator, { welcomeMail: false, clientId: form.clientId });
    const person = someone('reader');
    await subscribe(bare.url, person);
    const campaignId = await write({}, bare.listId);
    await change({ postalAddress: { street: '2 Quay Street', city: 'Whitby', country: 'GB' } });
    // The address of the profile is another by now than that in the message.
    expect(found(await check(campaignId))).toEqual(['block CS-04 content', 'block CS-04 text']);
    await change({ postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' } });
    expect(await check(campaignId)).toMatchObject({ state: 'checked', report: { blocked: false } });
    expect((await schedule(campaignId)).state).toBe('scheduled');
    await soon(
      () => writer.api(getProgress, paramsOf(campaignId)),
      ({ state }) => state === 'sent',
      120_000,
    );
    await mailTo(person, 'Hello, three new novels');
  });
});

describe('what was scheduled', { timeout: 120_000 }, () => {
  it('is taken back as another version, and its schedule goes', async () => {
    const campaignId = await write();
    await check(campaignId);
    await schedule(campaignId, inMinutes(60));
    const [made, ...more] = await schedulesOf(campaignId);
    expect(more).toEqual([]);
    const back = await writer.api(unscheduleCampaign, { ...paramsOf(campaignId), body: { reason: 'put off' } });
    expect(back).toMatchObject({ state: 'draft', version: 2 });
    expect(back.schedule).toBeUndefined();
    expect(await schedulesOf(campaignId)).toEqual([]);
    expect(await problemOf(writer.api(unscheduleCampaign, { ...paramsOf(campaignId), body: {} }))).toMatchObject({
      code: 'wrong_state',
    });
    expect(await problemOf(check(campaignId))).toMatchObject({ code: 'changed_meanwhile' });
    expect((await check(campaignId, [], 2)).state).toBe('checked');

    // What somebody else left over is written over.
    const scheduler = new SchedulerClient({});
    const { GroupName } = made!;
    await scheduler.send(
      new CreateScheduleCommand({
        Name: `${campaignId}-2`,
        GroupName,
        ScheduleExpression: 'at(2031-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:sqs:us-east-1:000000000000:nowhere', RoleArn: 'arn:aws:iam::000000000000:role/nobody' },
      }),
    );
    await schedule(campaignId, inMinutes(90), 2);
    const [now] = await schedulesOf(campaignId);
    const { Target } = await scheduler.send(new GetScheduleCommand({ Name: now!.Name, GroupName: now!.GroupName }));
    expect(JSON.parse(Target!.Input!)).toMatchObject({ version: 2 });
    await writer.api(unscheduleCampaign, { ...paramsOf(campaignId), body: {} });
    expect(await schedulesOf(campaignId)).toEqual([]);
  });

  it('may be for the night, which is said; not for the past, nor for a clock that nobody has', async () => {
    const campaignId = await write();
    await check(campaignId);
    expect(await problemOf(schedule(campaignId, '2026-01-01T09:00:00.000Z'))).toMatchObject({
      fields: [{ path: 'at' }],
    });
    const body = { version: 1, timeZone: 'Europe/Nowhere' };
    expect(await problemOf(writer.api(scheduleCampaign, { ...paramsOf(campaignId), body }))).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'timeZone' }],
    });
    const night = new Date(Date.now() + 86_400_000);
    night.setUTCHours(23, 30, 0, 0);
    const scheduled = await schedule(campaignId, night.toISOString());
    expect(scheduled.state).toBe('scheduled');
    expect(found(scheduled)).toEqual(['warn ML-38 schedule.at']);
    await writer.api(unscheduleCampaign, { ...paramsOf(campaignId), body: {} });
  });

  it('is nobody else’s', async () => {
    const other = await publishedForm(operator, { welcomeMail: false });
    const campaignId = await write();
    const params = { clientId: other.clientId, campaignId };
    expect(await problemOf(operator(checkCampaign, { params, body: { version: 1 } }))).toMatchObject({
      code: 'not_found',
    });
    expect(await problemOf(writer.api(checkCampaign, { params, body: { version: 1 } }))).toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a test mail', { timeout: 60_000 }, () => {
  it("goes to the client's own users, marked, with links that change nothing", async () => {
    const campaignId = await write();
    const test = (userNames: string[]) =>
      writer.api(testCampaign, { ...paramsOf(campaignId), body: { version: 1, userNames } });
    expect(await test([writer.name, second.name, 'somebody.else'])).toEqual({
      sent: 1,
      refused: [
        { userName: second.name, because: 'no_mail_address' },
        { userName: 'somebody.else', because: 'no_such_user' },
      ],
    });
    const mail = await mailTo(writer.address, '[Test]');
    expect(mail.subject).toBe('[Test] Emeka, three new novels came in');
    expect(mail.tags).toMatchObject({ purpose: ['test'], test_of: [campaignId] });
    expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const linkTo = (page: string) => new RegExp(`${running().publicUrl}/${page}/[\\w-]+`).exec(mail.text)![0];
    const unsubscribeUrl = linkTo('u');
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(unsubscribeUrl, { method });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('This was a test');
    }
    expect(await (await fetch(linkTo('p'))).text()).toContain('This was a test');
    // Nothing changed: said again, it is sent again.
    await test([writer.name]);
    await soon(
      () => mailsTo(writer.address),
      (mails) => mails.length === 2,
      20_000,
    );
  });

  it('comes only from a domain that is ready', async () => {
    const from = { domain: 'mail.elsewhere.example' };
    const campaignId = await write({ from });
    const body = { version: 1, userNames: [writer.name] };
    expect(await problemOf(writer.api(testCampaign, { ...paramsOf(campaignId), body }))).toMatchObject({
      code: 'wrong_state',
    });
    expect(found(await check(campaignId))).toEqual(['block CS-01 from.domain']);
  });
});
