import {
  GetConfigurationSetEventDestinationsCommand,
  ListConfigurationSetsCommand,
  SendEmailCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { letterForm } from '#test/support/believable.ts';
import { preferencesUrlOf } from '#test/support/links.ts';
import { secretNamed } from '#test/support/ledger.ts';
import { mailsTo, mailTo, mailWith } from '#test/support/mails.ts';
import type { Mail } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { post, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import {
  chain,
  everythingStored,
  forgetConfirmMails,
  mailboxItem,
  messageOf,
  messages,
  standingOf,
} from '#test/support/stored.ts';

let operator: Api;
let url: string;
let listId: string;
let patient: string;

const simulated = (kind: string): string => `${someone(`${kind}+`).split('@')[0]}@simulator.amazonses.com`;
const signUp = (email: string, at = url) => post(at, { email, marketing_email: 'on' });
const fault = (error: string, to: string, next = 1) =>
  fetch(`${running().inboxUrl}/faults`, { method: 'POST', body: JSON.stringify({ error, to, next }) });
const contactOf = (mail: Mail): string => mail.tags.contact![0]!;
const act = (mail: Mail, what: string) =>
  fetch(`${running().inboxUrl}/messages/${mail.id}/${what}`, { method: 'POST' });
const statusOf = (contactId: string, status: string) =>
  soon(
    () => messageOf(contactId),
    (found) => found?.status === status,
  );

beforeAll(async () => {
  operator = await newOperator();
  // Without a welcome mail, which a complaint about the first mail may or may not come before.
  ({ url, listId } = await publishedForm(operator, { welcomeMail: false }));
  // Its mail comes after its queue has waited a minute: looked at last.
  patient = someone('patient');
  await fault('ThrottlingException', patient, 5);
  await signUp(patient);
});

describe('a hard bounce', () => {
  it('ends all mail to the mailbox, from any client, and the answer to whoever types it in is the same', async () => {
    const email = simulated('bounce');
    const answer = await (await signUp(email)).text();
    const contactId = contactOf(await mailTo(email));
    await statusOf(contactId, 'bounced');
    const standing = await soon(
      () => standingOf(contactId),
      (found) => found?.stopped !== undefined,
    );
    expect(standing?.stopped).toMatchObject({ reason: 'hard_bounce' });
    const mailboxHash = addressKeys(await secretNamed('AddressSecret')).mailbox(email);
    expect(await mailboxItem(mailboxHash)).toMatchObject({ suppressed: { reason: 'hard_bounce' } });
    expect((await chain(contactId)).map(({ state, channel }) => [state, channel])).toEqual([
      ['requested', 'form'],
      ['withdrawn', 'bounce'],
    ]);

    await forgetConfirmMails(mailboxHash);
    const other = await publishedForm(operator);
    expect(await (await signUp(email, other.url)).text()).toBe(answer);
    const refused = await soon(messages, (all) => all.some(({ because }) => because === 'hard_bounce'));
    expect(refused.find(({ because }) => because === 'hard_bounce')).toMatchObject({ status: 'refused' });
    expect(await mailsTo(email)).toHaveLength(1);
  });
});

describe.each([
  ['a soft bounce', 'softbounce', 'soft_bounced'],
  ['an automatic reply', 'ooto', 'delivered'],
  ['a complaint taken back', 'notspam', 'delivered'],
])('%s', (_, kind, status) => {
  it('stops nobody', async () => {
    const email = simulated(kind);
    await signUp(email);
    const contactId = contactOf(await mailTo(email));
    await statusOf(contactId, status);
    expect((await standingOf(contactId))?.stopped).toBeUndefined();
  });
});

describe('a complaint', () => {
  it('withdraws everything from that client, once, however often it is told', async () => {
    const email = someone('noor');
    const mail = await subscribe(url, email);
    const contactId = contactOf(mail);
    await act(mail, 'complaint');
    await act(mail, 'complaint');
    await statusOf(contactId, 'complained');
    await act(mail, 'complaint');
    const standing = await soon(
      () => standingOf(contactId),
      (found) => found?.stopped !== undefined,
    );
    expect(standing?.stopped).toMatchObject({ reason: 'complaint' });
    expect((await mailboxItem(standing?.mailboxHash))?.suppressed).toBeUndefined();

    // Nor does a tick in the preference centre bring mail back (CS-12), be its link ever so right.
    const ticked = await fetch(await preferencesUrlOf(mail.links[0]!, listId), {
      method: 'POST',
      body: new URLSearchParams({ [`${listId}.shown`]: 'on', [`${listId}.marketing_email`]: 'on' }),
    });
    expect(await ticked.text()).toContain('reported as unwanted from this mailbox');
    expect((await standingOf(contactId))?.stopped).toMatchObject({ reason: 'complaint' });

    // No form makes us write to somebody who complained (SC-21).
    await forgetConfirmMails(standing?.mailboxHash);
    await signUp(email);
    await soon(messages, (all) => all.some((each) => each.contactId === contactId && each.because === 'complaint'));
    expect(await mailsTo(email)).toHaveLength(1);
    expect((await chain(contactId)).map(({ state, channel }) => [state, channel])).toEqual([
      ['requested', 'form'],
      ['given', 'confirm_page'],
      ['withdrawn', 'complaint'],
      ['requested', 'form'],
    ]);
  });
});

describe('SES', () => {
  it('throttles: the mail comes all the same, once', async () => {
    const email = someone('brief');
    await fault('ThrottlingException', email, 2);
    await signUp(email);
    await statusOf(contactOf(await mailTo(email)), 'delivered');
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it('rejects: that is recorded, and not tried again', async () => {
    const email = someone('rejected');
    const before = new Set((await messages()).map(({ messageId }) => messageId));
    await fault('MessageRejected', email);
    await signUp(email);
    const all = await soon(messages, (found) =>
      found.some(({ messageId, status }) => !before.has(messageId) && status === 'rejected'),
    );
    expect(all.find(({ messageId }) => !before.has(messageId))).toMatchObject({ because: 'MessageRejected' });
    expect(await mailsTo(email)).toHaveLength(0);
  });

  it('takes a mail and its answer is lost: one mail, and its event settles what nobody knew', async () => {
    const email = someone('lost');
    await fault('timeout', email);
    await signUp(email);
    const contactId = contactOf(await mailTo(email));
    await statusOf(contactId, 'delivered');
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await mailsTo(email)).toHaveLength(1);
    expect(await messageOf(contactId)).toMatchObject({ status: 'delivered' });
  });

  it('is not there: no mail, and the message is where a person can find it', async () => {
    const email = someone('unknown');
    const before = new Set((await messages()).map(({ messageId }) => messageId));
    await fault('unreachable', email);
    await signUp(email);
    await soon(messages, (found) =>
      found.some(({ messageId, status }) => !before.has(messageId) && status === 'unknown'),
    );
    expect(await mailsTo(email)).toHaveLength(0);
  });
});

describe('who opens and clicks', () => {
  it('is counted without their network address being stored anywhere', async () => {
    // Only who agreed to it is counted.
    const boxes = {
      ...letterForm(listId).boxes,
      open_tracking: 'Count what I open',
      click_tracking: 'Count what I follow',
    };
    const counting = await publishedForm(operator, { welcomeMail: false, boxes });
    const mail = await subscribe(counting.url, someone('reader'), { open_tracking: 'on', click_tracking: 'on' });
    const contactId = contactOf(mail);
    await statusOf(contactId, 'delivered');
    const tracked = await sendTracked(mail);
    const { html } = await mailWith(tracked);
    const reader = {
      headers: { 'x-local-viewer-ip': '203.0.113.77', 'user-agent': 'Canary/77' },
      redirect: 'manual' as const,
    };
    await fetch(/src="([^"]+\/open)"/.exec(html)![1]!, reader);
    await statusOf(contactId, 'opened');
    const link = await fetch(/href="([^"]+\/click\/0)"/.exec(html)![1]!, reader);
    expect(link.headers.get('location')).toBe('https://harbourbooks.example/news?a=1&b=2');
    await statusOf(contactId, 'clicked');
    const stored = await everythingStored();
    expect(stored).toContain(contactId);
    expect(stored).not.toMatch(/203\.0\.113|cb00714d|Canary/i);
  });
});

it('a queue that waits for SES sends in the end, once', async () => {
  await soon(
    () => mailsTo(patient),
    (found) => found.length > 0,
    90_000,
  );
  expect(await mailsTo(patient)).toHaveLength(1);
}, 120_000);

/** A mail as a campaign will send it: no part of the product sends one that is counted yet. */
async function sendTracked(mail: Mail): Promise<string> {
  const ses = new SESv2Client({ endpoint: running().inboxUrl });
  const { ConfigurationSets = [] } = await ses.send(new ListConfigurationSetsCommand({}));
  const counting = async (ConfigurationSetName: string) => {
    const { EventDestinations = [] } = await ses.send(
      new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName }),
    );
    return EventDestinations.some(({ MatchingEventTypes }) => MatchingEventTypes?.includes('OPEN'));
  };
  const counts = await Promise.all(ConfigurationSets.map(counting));
  const { MessageId } = await ses.send(
    new SendEmailCommand({
      FromEmailAddress: '"Harbour Books" <mail@mail.assent.test>',
      Destination: { ToAddresses: ['reader@example.net'] },
      ConfigurationSetName: ConfigurationSets[counts.indexOf(true)],
      EmailTags: [{ Name: 'message', Value: mail.tags.message![0]! }],
      Content: {
        Simple: {
          Subject: { Data: 'News' },
          Body: {
            Text: { Data: 'https://harbourbooks.example/news?a=1&b=2' },
            Html: { Data: '<body><a href="https://harbourbooks.example/news?a=1&amp;b=2">News</a></body>' },
          },
        },
      },
    }),
  );
  return MessageId!;
}
