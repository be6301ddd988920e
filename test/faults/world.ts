import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, paginateScan, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import { consentEvent } from '#contract/consent.ts';
import type { ConsentEvent } from '#contract/consent.ts';
import { standing } from '#lambdas/consent/rules/standing.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { ephemeralTable } from '#lambdas/platform/keys/ephemeral.ts';
import { chainPrefix, ledgerTable, noticeKey } from '#lambdas/platform/keys/ledger.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { faultyCloud, faults } from '#test/support/faulty-cloud.ts';
import type { Fault } from '#test/support/faulty-cloud.ts';
import { takeEnvironment } from '#test/support/functions.ts';
import { running, seeded } from '#test/support/running.ts';
import { ownTables } from '#test/support/tables.ts';

/**
 * The functions as they are deployed, in this process, on tables and queues of their own, so that nothing else acts on what
 * they do. All that they ask of AWS goes by a cloud in which one call can be made to go wrong.
 */
export async function world() {
  const variables = await takeEnvironment();
  const { endpoint } = running();
  // Straight to the engine: what is looked at is never at fault.
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint }));
  const sqs = new SQSClient({ endpoint });
  const { SecretString = '' } = await new SecretsManagerClient({ endpoint }).send(
    new GetSecretValueCommand({ SecretId: variables.get('LINK_SECRET') }),
  );
  const form = seeded().forms[0]!;
  const shown = await db.send(
    new GetCommand({ TableName: variables.get(ledgerTable.environment), Key: noticeKey(form.noticeId) }),
  );
  const dropTables = await ownTables(consentTable, ledgerTable, ephemeralTable, deliveryTable);
  // What people saw when they signed up: the form is published in the cloud that is deployed.
  await db.send(new PutCommand({ TableName: process.env[ledgerTable.environment], Item: shown.Item }));
  const cloud = await faultyCloud();
  const queues = new Map<string, string>();
  for (const name of [...variables.keys()].filter((each) => each.endsWith('_QUEUE_URL'))) {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: `faults-${randomBytes(4).toString('hex')}` }),
    );
    queues.set(name, QueueUrl);
    // The SDK takes the queue's own address for where to call.
    process.env[name] = QueueUrl.replace(endpoint, cloud.url);
  }
  process.env.PROOF_OF_WORK = 'off';
  cloud.stepIn();

  const itemsOf = async (TableName = ''): Promise<Record<string, unknown>[]> => {
    const all: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client: db }, { TableName })) all.push(...Items);
    return all;
  };
  return {
    cloud,
    form,
    links: linkTokens(linkKeys(SecretString)),
    async standings(): Promise<Standing[]> {
      const items = await itemsOf(process.env[consentTable.environment]);
      return items.filter(({ sk }) => sk === 'STANDING').map((item) => standing().parse(item));
    },
    async events(): Promise<ConsentEvent[]> {
      const items = await itemsOf(process.env[ledgerTable.environment]);
      return items
        .filter(({ pk }) => String(pk).startsWith(chainPrefix))
        .map((item) => consentEvent().strip().parse(item))
        .sort((one, other) => one.seq - other.seq);
    },
    deliveryItems: () => itemsOf(process.env[deliveryTable.environment]),
    /** Takes all that waits in a queue. */
    async taken(queue: string): Promise<unknown[]> {
      const all: unknown[] = [];
      for (;;) {
        const QueueUrl = queues.get(queue);
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return all;
        for (const { Body = '', ReceiptHandle } of Messages) {
          all.push(JSON.parse(Body));
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
    async close() {
      cloud.close();
      running();
      await dropTables();
    },
  };
}
export type World = Awaited<ReturnType<typeof world>>;

export interface Flow<Case> {
  /** Something new each time, without a fault. */
  readonly prepare: () => Promise<Case>;
  /** Once, as its caller does it. @returns whether the caller is done with it */
  readonly run: (of: Case) => Promise<boolean>;
  /** What has to be true in the end, whatever went wrong. */
  readonly check: (of: Case, what: { readonly fault: Fault; readonly mail: boolean }) => Promise<void>;
}

/** Lets every call of a flow go wrong in every way, and the caller try again a minute later. @returns what was called */
export async function everyFault<Case>({ cloud }: World, flow: Flow<Case>): Promise<readonly string[]> {
  cloud.stepIn();
  // Twice: what a process asks for once, its secrets and its form, is not there the second time.
  const well = async () => {
    const of = await flow.prepare();
    cloud.disarm();
    if (!(await flow.run(of))) throw new Error('without any fault it does not work');
    return cloud.disarm();
  };
  await well();
  const calls = await well();
  for (const fault of faults)
    for (const [index, { to }] of calls.entries()) {
      const of = await flow.prepare();
      cloud.arm(index, fault);
      const done = await settled(
        () => flow.run(of),
        () => cloud.disarm(),
      );
      if (!done) throw new Error(`never done when call ${index + 1} of ${calls.length} ${fault}`);
      try {
        await flow.check(of, { fault, mail: to === 'ses' });
      } catch (cause) {
        throw new Error(`call ${index + 1} of ${calls.length} ${fault}: ${String(cause)}`, { cause });
      }
    }
  return calls.map(({ to }) => to);
}

/**
 * The fault lasts for one try. The next come a minute later each, as from a queue; only the date is moved. Retries come at
 * once: how long they wait is a share of a limit, drawn by lot.
 */
async function settled(run: () => Promise<boolean>, heal: () => unknown): Promise<boolean> {
  vi.useFakeTimers({ toFake: ['Date'] });
  const lots = vi.spyOn(Math, 'random').mockReturnValue(0);
  try {
    for (let tries = 0; tries < 5; tries++) {
      const done = await run();
      heal();
      if (done) return true;
      vi.setSystemTime(Date.now() + 60_000);
    }
    return false;
  } finally {
    lots.mockRestore();
    vi.useRealTimers();
  }
}
