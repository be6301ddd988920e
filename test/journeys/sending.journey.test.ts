import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { campaignDraft } from '#contract/campaigns.ts';
import { changeClient, getClient } from '#contract/clients.ts';
import { cancelCampaign, getProgress, pauseCampaign, resumeCampaign } from '#contract/sending.ts';
import type { Progress } from '#contract/sending.ts';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { byTest } from '#test/support/audited.ts';
import { deployedTables } from '#test/support/deployed.ts';
import { secretNamed } from '#test/support/ledger.ts';
import { mailsTo } from '#test/support/mails.ts';
import { id } from '#test/support/people.ts';
import { running } from '#test/support/running.ts';
import { publishedForm } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { db } from '#test/support/stored.ts';
import { subscribers } from '#test/support/subscribers.ts';
import type { Subscriber } from '#test/support/subscribers.ts';

type Form = Awaited<ReturnType<typeof publishedForm>>;

let operator: Api;
let member: Api;
let form: Form;
let people: Subscriber[];
let unsubscribeUrl: (person: Subscriber) => string;

beforeAll(async () => {
  operator = await newOperator();
  form = await publishedForm(operator, { welcomeMail: false });
  member = await newClientUser(operator, form.clientId);
  // Every tenth never told a name: what greets by it is not sent to them.
  people = await subscribers(form, 300, (index) => (index % 10 === 9 ? undefined : `Ada ${index}`));
  const links = linkTokens(linkKeys(await secretNamed('LinkSecret')));
  unsubscribeUrl = ({ addressKey }) =>
    `${running().publicUrl}/u/${links.linkToken('unsubscribe', { addressKey, listId: form.listId })}`;
}, 240_000);

/** A campaign as it stands once it is scheduled, and its time comes. */
async function begun(subject = 'New books, {{ first_name }}'): Promise<string> {
  await deployedTables(directoryTable);
  const { legalName, postalAddress } = await member(getClient, { params: { clientId: form.clientId } });
  const address = [legalName, postalAddress.street, postalAddress.postalCode, postalAddress.city].join(', ');
  const html = `<!doctype html><html lang="en"><head><title>x</title></head><body><p>Hello {{ first_name }}, new books have come.</p><p>${address}</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a> · <a href="{{ preferences_url }}">Preferences</a></p></body></html>`;
  const text = `Hello {{ first_name }}, new books have come.\n\n${address}\n\nUnsubscribe: {{ unsubscribe_url }}\nPreferences: {{ preferences_url }}\n`;
  const {
    content,
    text: _derived,
    ...draft
  } = campaignDraft.parse({
    name: 'November',
    listId: form.listId,
    from: { domain: 'mail.assent.test' },
    language: 'en',
    subject,
    content: { kind: 'html', source: html },
  });
  const campaignId = id();
  const contentHash = sha256Of(`${subject}${html}`);
  const at = new Date().toISOString();
  const { clientId } = form;
  await campaignsStore(db()).add(
    {
      campaignId,
      clientId,
      state: 'scheduled',
      version: 1,
      draft,
      contentHash,
      createdBy: 'emeka.obi',
      createdAt: at,
      updatedAt: at,
    },
    {
      v: 1,
      campaignId,
      content,
      compiled: {
        v: 1,
        contentHash,
        subject,
        html,
        text,
        missing: 'skip',
        fields: ['first_name'],
        links: [
          { href: '{{ unsubscribe_url }}', text: 'Unsubscribe' },
          { href: '{{ preferences_url }}', text: 'Preferences' },
        ],
        pictures: [],
        personalPictures: [],
      },
    },
    byTest(clientId, at, 'campaign.scheduled'),
  );
  const sqs = new SQSClient({});
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes('SendingPlansQueue'));
  const MessageBody = JSON.stringify({ kind: 'start', clientId, campaignId, version: 1 });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return campaignId;
}

const paramsOf = (campaignId: string) => ({ params: { clientId: form.clientId, campaignId } });
const progressOf = (campaignId: string): Promise<Progress> => member(getProgress, paramsOf(campaignId));
const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, each) => sum + each, 0);
const settled = ({ sent, skipped, failed, unknown }: Progress) => sent + sumOf(skipped) + sumOf(failed) + unknown;
const until = (campaignId: string, good: (progress: Progress) => boolean) =>
  soon(() => progressOf(campaignId), good, 150_000);

describe('a campaign to 300 people', { timeout: 300_000 }, () => {
  it('goes to each who may be mailed, once; not to who opts out meanwhile; and stops within a batch', async () => {
    const campaignId = await begun();
    await until(campaignId, ({ sent, partitionsPlanned }) => sent >= 30 && partitionsPlanned === 64);
    const paused = await member(pauseCampaign, { ...paramsOf(campaignId), body: { reason: 'a look at the price' } });
    expect(paused).toMatchObject({ state: 'paused', because: 'a look at the price' });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const still = await progressOf(campaignId);
    expect(settled(still)).toBeLessThan(300);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await progressOf(campaignId)).toEqual(still);

    const waiting: Subscriber[] = [];
    for (const person of people.filter((_, index) => index % 10 !== 9))
      if (waiting.length === 0 && (await mailsTo(person.email)).length === 0) waiting.push(person);
    const leaver = waiting[0]!;
    expect((await fetch(unsubscribeUrl(leaver), { method: 'POST' })).status).toBe(200);
    await member(resumeCampaign, { ...paramsOf(campaignId), body: {} });

    const sent = await until(campaignId, ({ state }) => state === 'sent');
    expect(settled(sent)).toBe(300);
    // SES may answer too late on a busy machine: what nobody knew then is settled by its events.
    const end = await until(campaignId, ({ unknown }) => unknown === 0);
    expect(end).toMatchObject({
      planned: 300,
      sent: 269,
      skipped: { missing_value: 30, unsubscribed: 1 },
      failed: {},
      unknown: 0,
      partitionsPlanned: 64,
    });
    expect(await mailsTo(leaver.email)).toEqual([]);
    const all = await Promise.all(people.map(async ({ email }) => (await mailsTo(email)).length));
    expect(all.filter((many) => many === 1)).toHaveLength(269);
    expect(all.filter((many) => many > 1)).toHaveLength(0);
  });

  it('carries the headers by which programs stop it, and no other', async () => {
    const mail = (await mailsTo(people[0]!.email))[0] ?? (await mailsTo(people[1]!.email))[0]!;
    expect(mail.subject).toMatch(/^New books, Ada /);
    expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(mail.headers['List-Unsubscribe']).toContain(`<${running().publicUrl}/u/`);
    expect(mail.headers['List-ID']).toContain(`<${form.listId}.${form.clientId}.`);
    expect(mail.headers['Feedback-ID']).toMatch(/^[\w-]{16}:[\w-]{16}:commercial:assent$/);
    expect(mail.headers.From).toMatch(/<news@mail\.assent\.test>/);
    expect(mail.headers.To).toMatch(/^<?reader-/);
    expect(mail.headers).not.toHaveProperty('Auto-Submitted');
    expect(mail.tags).toMatchObject({ purpose: ['campaign'], client: [form.clientId] });
  });

  it('is cancelled: whoever has it keeps it, everybody else is counted', async () => {
    const campaignId = await begun('Second letter, {{ first_name }}');
    await until(campaignId, ({ sent }) => sent >= 10);
    expect(await member(cancelCampaign, { ...paramsOf(campaignId), body: {} })).toMatchObject({ state: 'cancelled' });
    const end = await until(campaignId, ({ endedAt }) => endedAt !== undefined);
    expect(end.skipped.cancelled).toBeGreaterThan(0);
    expect(settled(end)).toBe(end.planned);
    const got = await Promise.all(
      people.map(
        async ({ email }) => (await mailsTo(email)).filter(({ subject }) => subject.startsWith('Second')).length,
      ),
    );
    // What nobody knows, SES may have or not.
    const all = got.reduce((sum, each) => sum + each, 0);
    expect(all).toBeGreaterThanOrEqual(end.sent);
    expect(all).toBeLessThanOrEqual(end.sent + end.unknown);
    // It cannot be taken up again.
    await expect(member(resumeCampaign, { ...paramsOf(campaignId), body: {} })).rejects.toThrow();
  });

  it('comes to nobody who got one lately, where its client allows itself one a week', async () => {
    const changes = { frequencyCap: { messages: 1, days: 7 }, reason: 'asked for by Emeka Obi' };
    await operator(changeClient, { params: { clientId: form.clientId }, body: changes });
    const campaignId = await begun('Third letter, {{ first_name }}');
    const end = await until(campaignId, ({ state }) => state === 'sent');
    // Who never told a name was skipped before, and is asked about once more right before the message.
    expect(end).toMatchObject({ planned: 30, sent: 0, skipped: { missing_value: 30 } });
    expect(end.leftOut).toEqual({ frequency_cap: 269, unsubscribed: 1 });
  });
});
