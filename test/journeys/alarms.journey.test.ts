import { SetAlarmStateCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SubscribeCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deployment } from '../../bin/deployed.ts';
import { deadLettersOf } from '../../bin/redrive/dead-letters.ts';
import { createEndpoint, testEndpoint } from '#contract/forwarding.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens, parseConfirmToken } from '#lambdas/platform/link-tokens.ts';
import { standingKey } from '#lambdas/platform/keys/consent.ts';
import { alarmNamed, historyOf, isQuiet, rings } from '#test/support/alarms.ts';
import { functionNamed, invoke } from '#test/support/invoke.ts';
import { secretNamed } from '#test/support/ledger.ts';
import { newHook } from '#test/support/receiver.ts';
import { running } from '#test/support/running.ts';
import { approvedClient, post, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { db, tableNamed } from '#test/support/stored.ts';

/** Each is a drill: something is broken, its alarm rings and says what people lose, it is mended, the alarm goes out. */
let operator: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;

beforeAll(async () => {
  operator = await newOperator();
  form = await publishedForm(operator);
});

describe('a function that ends with an error', () => {
  it('rings, tells who listens what to do first, and is quiet when it runs again', async () => {
    const heard = await listener();
    const broken = await functionNamed('showcampaigns');
    await isQuiet('functions-fail');
    await expect(invoke(broken, { clientId: 'no such id' })).rejects.toThrow('failed');
    await rings('functions-fail');
    expect(await heard('functions-fail')).toMatch(
      /First: see in the dashboard Operations.*docs\/runbooks\/functions\.md/,
    );
    await expect(invoke(broken)).resolves.toContain('<');
    await isQuiet('functions-fail');
  });
});

describe('work that was given up', () => {
  it('rings until its queue is empty again', async () => {
    const queues = await deadLettersOf(await deployment('Assent-'));
    const { url } = queues.find(({ name }) => name.includes('SignUp') && name.includes('Welcomes'))!;
    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '{}' }));
    await rings('SignUp-Welcomes-DeadLetters-given-up');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    await isQuiet('SignUp-Welcomes-DeadLetters-given-up');
  });
});

describe('mail', () => {
  it('rings when SES finds a virus in it', async () => {
    await post(form.url, { email: `reject+${Date.now()}@simulator.amazonses.com`, marketing_email: 'on' });
    await rings('mail-rejected');
    await isQuiet('mail-rejected');
  });

  it('rings when nobody knows whether it was sent', async () => {
    const email = someone('unknown');
    const fault = { method: 'POST', body: JSON.stringify({ next: 1, error: 'InternalServerError', to: email }) };
    await fetch(`${running().inboxUrl}/faults`, fault);
    await post(form.url, { email, marketing_email: 'on' });
    await rings('messages-unknown');
    await isQuiet('messages-unknown');
  });
});

describe('unsubscribing', () => {
  it('rings at the first failure, and is quiet when people can leave again', async () => {
    const { links } = await subscribe(form.url, someone('noor'));
    const { addressKey } = parseConfirmToken(links[0]!.split('/c/')[1]!)!;
    const link = { addressKey, listId: form.listId };
    const token = linkTokens(linkKeys(await secretNamed('LinkSecret'))).linkToken('unsubscribe', link);
    const url = `${running().publicUrl}/u/${token}`;
    const Key = standingKey(addressKey);
    const TableName = await tableNamed('Consent');
    const { Item } = await db().send(new GetCommand({ TableName, Key }));
    await db().send(new PutCommand({ TableName, Item: { ...Item, v: 99 } }));
    expect((await fetch(url, { method: 'POST' })).status).toBe(500);
    await rings('unsubscribing-fails');
    await db().send(new PutCommand({ TableName, Item: { ...Item } }));
    expect((await fetch(url, { method: 'POST' })).status).toBe(200);
    await isQuiet('unsubscribing-fails');
  });
});

describe('a webhook that was given up', () => {
  it('rings once, for the client may not look', async () => {
    const clientId = await approvedClient(operator);
    const hook = newHook();
    await hook.answers(410);
    const body = { url: hook.url, description: 'a server that is gone' };
    const { endpointId } = await operator(createEndpoint, { params: { clientId }, body, reason: 'a drill' });
    await operator(testEndpoint, { params: { clientId, endpointId }, reason: 'a drill' });
    await rings('webhooks-given-up');
    await isQuiet('webhooks-given-up');
  });
});

describe('work that waits', () => {
  it('rings together: one message, however many queues wait', async () => {
    const heard = await listener();
    const cloudWatch = new CloudWatchClient({});
    // Minutes of waiting in a row are too long for a drill: the state is set, as an operator would to try the way of a message.
    for (const id of ['send-messages-waits', 'plan-audience-waits']) {
      const AlarmName = (await alarmNamed(id)).AlarmName;
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a drill' }));
    }
    expect(await heard('work-waits')).toContain('docs/runbooks/waiting.md');
    await isQuiet('work-waits');
    expect(await historyOf('work-waits')).toContain('ALARM');
    expect((await alarmNamed('send-messages-waits')).AlarmActions).toEqual([]);
  });
});

const told = z.object({ AlarmName: z.string(), AlarmDescription: z.string(), NewStateValue: z.string() });

/** Somebody who listens to the topic of alarms. @returns what they were told by an alarm */
async function listener() {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `drill-${Date.now()}` }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const { AlarmTopicArn: TopicArn } = running().outputs['Assent-Insight'];
  const Endpoint = Attributes!.QueueArn;
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: Endpoint,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await new SNSClient({}).send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }),
  );
  const messages: z.output<typeof told>[] = [];
  return async (id: string): Promise<string> => {
    const all = await soon(
      async () => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        messages.push(...Messages.map(({ Body = '' }) => told.parse(JSON.parse(Body))));
        return messages;
      },
      (got) => got.some(({ AlarmName }) => AlarmName === `Assent-Insight-${id}`),
    );
    return all.find(({ AlarmName }) => AlarmName === `Assent-Insight-${id}`)!.AlarmDescription;
  };
}
