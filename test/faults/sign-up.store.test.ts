import { randomBytes } from 'node:crypto';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unsubscribe } from '#contract/consent.ts';
import type { ConsentEvent } from '#contract/consent.ts';
import { confirmSubscription, requestSubscription } from '#contract/sign-up.ts';
import type { RouteSpec } from '#contract/route.ts';
import { announcement, handler as announce } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import { handler as consentPublic } from '#lambdas/consent/http-public.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { eventKey } from '#lambdas/platform/keys/ledger.ts';
import { confirmToken } from '#lambdas/platform/link-tokens.ts';
import { handler as signUpPublic } from '#lambdas/sign-up/http-public.ts';
import { handler as sendConfirmations } from '#lambdas/sign-up/send-confirmations.ts';
import { mayBeDone } from '#test/support/faulty-cloud.ts';
import { gatewayEvent, lambdaContext } from '#test/support/gateway-event.ts';
import { mailsTo } from '#test/support/mails.ts';
import { network } from '#test/support/set-up.ts';
import { sqsEvent } from '#test/support/sqs-event.ts';
import { everyFault, world } from './world.ts';
import type { World } from './world.ts';

let here: World;
beforeAll(async () => {
  here = await world();
});
afterAll(() => here.close());

/** A call of the gateway, from a network of its own. @returns the status */
async function call(handler: typeof signUpPublic, route: RouteSpec, params: Record<string, string>, body?: unknown) {
  const event = gatewayEvent({
    routeKey: `${route.method} ${route.path}`,
    path: '/',
    pathParameters: params,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  event.requestContext.http.sourceIp = network();
  const { statusCode = 0 } = await handler(event, lambdaContext);
  // Whatever went wrong, it is told as something that may go better: never as done, never as the caller's fault.
  if (statusCode >= 400) expect([500, 503]).toContain(statusCode);
  return statusCode;
}

/** Somebody new, whose standing is the one that was not there before. */
function newcomer() {
  const email = `ada-${randomBytes(6).toString('hex')}@example.net`;
  let before: ReadonlySet<string>;
  return {
    email,
    async remember() {
      before = new Set((await here.standings()).map(({ contactId }) => contactId));
    },
    async found(): Promise<{ standing: Standing; chain: ConsentEvent[] }> {
      const fresh = (await here.standings()).filter(({ contactId }) => !before.has(contactId));
      const events = (await here.events()).filter(({ contactId }) => !before.has(contactId));
      expect(fresh).toHaveLength(1);
      return { standing: fresh[0]!, chain: events };
    },
  };
}
type Newcomer = ReturnType<typeof newcomer>;

async function somebody(): Promise<Newcomer> {
  const person = newcomer();
  await person.remember();
  return person;
}

const signUp = async ({ email }: Newcomer): Promise<boolean> =>
  (await call(
    signUpPublic,
    requestSubscription,
    { formId: here.form.formId },
    { email, purposes: { marketing_email: true }, noticeId: here.form.noticeId },
  )) === 202;

async function asked(): Promise<Newcomer> {
  const person = await somebody();
  expect(await signUp(person)).toBe(true);
  return person;
}

const confirmLink = ({ addressKey, contactId, lists }: Standing): string => {
  const { keyId, seq } = lists[here.form.listId]!.pending!;
  return confirmToken(addressKey, here.links.confirmSecret(keyId, { addressKey, contactId, seq }));
};

const confirm = async (token: string): Promise<boolean> =>
  (await call(signUpPublic, confirmSubscription, { token })) === 200;

/** The chain has these events, each with the hash of the one before, and the standing is where it ends. */
function expectChain({ standing, chain }: { standing: Standing; chain: ConsentEvent[] }, ...states: string[]) {
  expect(chain.map(({ seq, state }) => `${seq} ${state}`)).toEqual(
    states.map((state, index) => `${index + 1} ${state}`),
  );
  expect(chain.slice(1).map(({ prevHash }) => prevHash)).toEqual(chain.slice(0, -1).map(({ hash }) => hash));
  expect({ seq: standing.seq, hash: standing.headHash }).toEqual({ seq: states.length, hash: chain.at(-1)?.hash });
}

const announcementOf = (event: ConsentEvent, { addressKey }: Standing): Announcement =>
  announcement.parse({ ...event, addressKey });

describe('whatever call goes wrong, nothing is lost and nothing done twice', () => {
  it('when somebody signs up: one request in the ledger once they are told that it was taken', async () => {
    const calls = await everyFault(here, {
      prepare: somebody,
      run: signUp,
      check: async (person) => expectChain(await person.found(), 'requested'),
    });
    expect(calls).toContain('TransactWriteItems');
  });

  it('when they confirm: one consent, of the boxes that they ticked', async () => {
    const calls = await everyFault(here, {
      prepare: async () => {
        const person = await asked();
        return { person, token: confirmLink((await person.found()).standing) };
      },
      run: ({ token }) => confirm(token),
      check: async ({ person }) => {
        const found = await person.found();
        expectChain(found, 'requested', 'given');
        expect(found.standing.lists[here.form.listId]).toMatchObject({ status: 'subscribed' });
      },
    });
    expect(calls).toEqual(expect.arrayContaining(['GetItem', 'TransactWriteItems']));
  });

  it('when they unsubscribe: they are out, and it is written once', async () => {
    const calls = await everyFault(here, {
      prepare: async () => {
        const person = await asked();
        const { standing } = await person.found();
        expect(await confirm(confirmLink(standing))).toBe(true);
        const { addressKey } = standing;
        return { person, token: here.links.linkToken('unsubscribe', { addressKey, listId: here.form.listId }) };
      },
      run: async ({ token }) => (await call(consentPublic, unsubscribe, { token })) === 200,
      check: async ({ person }) => {
        const found = await person.found();
        expectChain(found, 'requested', 'given', 'withdrawn');
        expect(found.standing.stopped?.reason).toBe('unsubscribed');
      },
    });
    expect(calls).toEqual(expect.arrayContaining(['GetItem', 'TransactWriteItems']));
  });

  it('when the confirm mail is sent: it comes, once, or is known not to be known', async () => {
    const calls = await everyFault(here, {
      prepare: async () => {
        const person = await asked();
        const { standing, chain } = await person.found();
        return { person, contactId: standing.contactId, message: announcementOf(chain[0]!, standing) };
      },
      run: async ({ message }) => (await sendConfirmations(sqsEvent([message]))).batchItemFailures.length === 0,
      check: async ({ person, contactId }, { fault, mail }) => {
        const came = (await mailsTo(person.email)).length;
        if (came === 1) return;
        expect(came).toBe(0);
        // Only where no answer came: then nobody can know, and it waits for an event of SES or a person.
        expect(mail ? fault !== 'is throttled' : mayBeDone(fault)).toBe(true);
        const records = (await here.deliveryItems()).filter((item) => item.contactId === contactId);
        expect(records).toMatchObject([{ status: 'unknown' }]);
      },
    });
    expect(calls).toEqual(expect.arrayContaining(['UpdateItem', 'ses']));
  });

  it('when the ledger is announced: each event reaches its queue, the ones behind a failed one too', async () => {
    const calls = await everyFault(here, {
      prepare: async () => {
        await here.taken('MAILS_QUEUE_URL');
        const events: ConsentEvent[] = [];
        let left: StreamRecord[] = [];
        for (let count = 0; count < 3; count++) {
          const { standing, chain } = await (await asked()).found();
          events.push(...chain);
          left.push(...chain.map((event) => streamRecord(event, standing)));
        }
        return {
          events,
          async deliver() {
            const { batchItemFailures } = await announce({ Records: left });
            const failed = batchItemFailures[0]?.itemIdentifier;
            left =
              failed === undefined
                ? []
                : left.slice(left.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed));
            return left.length === 0;
          },
        };
      },
      run: (stream) => stream.deliver(),
      check: async ({ events }) => {
        const told = (await here.taken('MAILS_QUEUE_URL')).map((message) => announcement.parse(message).contactId);
        // At least once: who listens does nothing the second time.
        expect(new Set(told)).toEqual(new Set(events.map(({ contactId }) => contactId)));
      },
    });
    expect(calls).toEqual(expect.arrayContaining(['SendMessage']));
  });
});

type StreamRecord = DynamoDBStreamEvent['Records'][number];

/** As the stream writes an event. */
function streamRecord(event: ConsentEvent, { addressKey }: Standing): StreamRecord {
  const { pk, sk } = eventKey(event.contactId, event.seq);
  return {
    eventID: event.hash,
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: event.hash,
      NewImage: {
        pk: { S: pk },
        sk: { S: sk },
        clientId: { S: event.clientId },
        contactId: { S: event.contactId },
        addressKey: { S: addressKey },
        seq: { N: String(event.seq) },
        state: { S: event.state },
        channel: { S: event.channel },
        ...(event.listId === undefined ? {} : { listId: { S: event.listId } }),
      },
    },
  };
}

describe('a worker', () => {
  it('gives back only the message that failed: the others of its batch are done, once', async () => {
    const people: Newcomer[] = [];
    const messages: Announcement[] = [];
    for (let count = 0; count < 3; count++) {
      const person = await asked();
      const { standing, chain } = await person.found();
      people.push(person);
      messages.push(announcementOf(chain[0]!, standing));
    }
    here.cloud.arm(0, 'fails');
    const { batchItemFailures } = await sendConfirmations(sqsEvent(messages));
    here.cloud.disarm();
    expect(batchItemFailures).toHaveLength(1);
    const again = messages.filter((_, index) => batchItemFailures[0]?.itemIdentifier === `message-${index}`);
    expect(await sendConfirmations(sqsEvent(again, 2))).toEqual({ batchItemFailures: [] });
    for (const { email } of people) expect(await mailsTo(email)).toHaveLength(1);
  });
});
