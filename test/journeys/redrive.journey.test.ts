import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deployment } from '../../bin/deployed.ts';
import type { Deployment } from '../../bin/deployed.ts';
import { redrive } from '../../bin/commands/redrive.ts';
import { deadLettersOf } from '../../bin/redrive/dead-letters.ts';
import { announcement } from '#lambdas/consent/announce-events.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { standingKey } from '#lambdas/platform/keys/consent.ts';
import { secretNamed } from '#test/support/ledger.ts';
import { mailsTo, mailTo } from '#test/support/mails.ts';
import { post, publishedForm, someone } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { chain, db, tableNamed } from '#test/support/stored.ts';
import { whileLedgerIsSilent } from '#test/support/stream-paused.ts';

let form: Awaited<ReturnType<typeof publishedForm>>;
let deployed: Deployment;

beforeAll(async () => {
  form = await publishedForm(await newOperator());
  deployed = await deployment('Assent-');
});

const putInto = async (name: string, body: object) => {
  const queue = (await deadLettersOf(deployed)).find((each) => each.name === name)!;
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: JSON.stringify(body) }));
};

/** The announcement of the only event that there is of this person. */
async function eventOf(email: string) {
  const addressKey = addressKeys(await secretNamed('AddressSecret')).ofClient(form.clientId, email);
  const TableName = await tableNamed('Consent');
  const { Item } = await db().send(new GetCommand({ TableName, Key: standingKey(addressKey), ConsistentRead: true }));
  const events = await chain(z.object({ contactId: z.string() }).parse(Item).contactId);
  expect(events).toHaveLength(1);
  return announcement.parse({ ...events[0], addressKey });
}

/** A dead letter of the stream, as Lambda writes it: where the events stood, not what they were. */
const rangeOf = (at: string) => ({
  requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 101 },
  DDBStreamBatchInfo: {
    shardId: 'shardId-00000001',
    startSequenceNumber: '100',
    endSequenceNumber: '200',
    approximateArrivalOfFirstRecord: at,
    approximateArrivalOfLastRecord: at,
    batchSize: 1,
  },
});

const redriveAll = async () => redrive(deployed, await deadLettersOf(deployed));
const signUp = async (email: string) => {
  const at = new Date().toISOString();
  await post(form.url, { email, marketing_email: 'on' });
  return at;
};

describe('assent redrive', () => {
  it('puts a message that was given up back into its queue, to be worked', async () => {
    const email = someone('emeka');
    await whileLedgerIsSilent(async () => {
      await signUp(email);
      await putInto('SignUpMailsDeadLetters', await eventOf(email));
      expect(await redriveAll()).toContainEqual({ name: 'SignUpMailsDeadLetters', moved: 1, left: 0 });
      expect((await mailTo(email)).links.length).toBeGreaterThan(0);
    });
  });

  it('tells again what the stream of the ledger gave up', async () => {
    const email = someone('noor');
    await whileLedgerIsSilent(async () => {
      await putInto('ConsentDeadLetters', rangeOf(await signUp(email)));
      const done = await redriveAll();
      expect(done.find(({ name }) => name === 'ConsentDeadLetters')).toMatchObject({ moved: 1 });
      const confirmMail = await mailTo(email);

      const at = new Date().toISOString();
      await fetch(confirmMail.links[0]!, { method: 'POST' });
      await putInto('ConsentDeadLetters', rangeOf(at));
      await redriveAll();
      const mails = await soon(
        () => mailsTo(email),
        (all) => all.length > 1,
      );
      expect(mails.map(({ subject }) => subject)).toContain('You are signed up: the Harbour Books letter');
    });
  });

  it('leaves nothing behind, and says so', async () => {
    const queues = await deadLettersOf(deployed);
    expect(queues.length).toBeGreaterThan(2);
    // Those that were filled here: what other journeys gave up is theirs.
    const filled = queues.filter(({ name }) => ['SignUpMailsDeadLetters', 'ConsentDeadLetters'].includes(name));
    expect(filled).toHaveLength(2);
    expect(filled.filter(({ waiting }) => waiting > 0)).toEqual([]);
  });

  it('brings an event back once; of a shape that is still not known, it is parked again with its cause', async () => {
    const mark = someone('event').split('@')[0]!;
    await putInto('EventsDeadLetters', { eventType: 'Advertised', mark, shownTo: 'noor@example.net' });
    const queues = (await deadLettersOf(deployed)).filter(({ name }) => name === 'EventsDeadLetters');
    const [done] = await redrive(deployed, queues);
    expect(done).toMatchObject({ name: 'EventsDeadLetters', left: 0 });

    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    const look = { QueueUrl: queues[0]!.url, MaxNumberOfMessages: 10, VisibilityTimeout: 1 };
    const parked = await soon(
      async () => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(look));
        return Messages.map(({ Body = '' }) => Body).find((body) => body.includes(mark));
      },
      (body) => body !== undefined,
    );
    const parkedBecause = expect.stringContaining('eventType') as string;
    expect(JSON.parse(parked!)).toMatchObject({ mark, parkedBecause });
    expect(parked).not.toContain('@');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: queues[0]!.url }));
  });

  it('leaves a letter that it cannot read where it is, and says so', async () => {
    await putInto('ConsentDeadLetters', { unknown: true });
    const queues = (await deadLettersOf(deployed)).filter(({ name }) => name === 'ConsentDeadLetters');
    expect(await redrive(deployed, queues)).toEqual([{ name: 'ConsentDeadLetters', moved: 0, left: 1, told: 0 }]);
    await new SQSClient({ useQueueUrlAsEndpoint: false }).send(new PurgeQueueCommand({ QueueUrl: queues[0]!.url }));
  });
});
