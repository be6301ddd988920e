import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { BodyInputOf } from '#contract/route.ts';
import { requestSubscription } from '#contract/sign-up.ts';
import { announcement } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { handler as sendConfirmations } from '#lambdas/sign-up/send-confirmations.ts';
import { handler as signUp } from '#lambdas/sign-up/http-public.ts';
import { gatewayEvent, lambdaContext } from '#test/support/gateway-event.ts';
import { takeEnvironment } from '#test/support/functions.ts';
import { seeded } from '#test/support/running.ts';
import { network } from '#test/support/set-up.ts';
import { sqsEvent } from '#test/support/sqs-event.ts';
import { whileLedgerIsSilent } from '#test/support/stream-paused.ts';
import { median } from './report.ts';
import type { Table } from './report.ts';

const goals = { roundTrips: 1, units: 8 };
/** Below what a form takes in an hour before everybody has to prove work. */
const measuredSignUps = 25;

const consumed = z.object({ CapacityUnits: z.number() });
const output = z.object({ ConsumedCapacity: z.union([consumed, z.array(consumed)]).optional() });

/** What DynamoDB was asked since the last `take`. */
function countingDynamoDb() {
  let calls: { command: string; units: number }[] = [];
  let requested: Announcement | undefined;
  documentClient().middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        // Only here: in production nobody pays for the answer.
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity = [] } = output.parse(answer.output);
        const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
        calls.push({ command: commandName, units });
        requested = announced(args.input) ?? requested;
        return answer;
      },
    { step: 'initialize', name: 'count' },
  );
  return {
    take() {
      const taken = calls;
      calls = [];
      return { roundTrips: taken.length, units: taken.reduce((sum, { units }) => sum + units, 0) };
    },
    requested: () => z.custom<Announcement>((value) => value !== undefined).parse(requested),
  };
}

const transaction = z.object({ TransactItems: z.array(z.object({ Put: z.object({ Item: z.unknown() }).optional() })) });

/** The event among the writes, as the ledger's stream would tell it. */
const announced = (input: unknown): Announcement | undefined =>
  transaction
    .safeParse(input)
    .data?.TransactItems.map(({ Put }) => announcement.safeParse(Put?.Item).data)
    .find((told) => told?.state === 'requested');

/** One sign-up after the other, through the real handlers, into a real DynamoDB engine. */
export async function signUps(): Promise<Table> {
  await takeEnvironment();
  const [form] = seeded().forms;
  if (!form) throw new Error('the local cloud was seeded without a form');
  const counting = countingDynamoDb();
  const ask = async () => {
    const event = gatewayEvent({
      routeKey: `${requestSubscription.method} ${requestSubscription.path}`,
      path: `/v1/forms/${form.formId}/subscriptions`,
      pathParameters: { formId: form.formId },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: `ada-${randomUUID()}@example.net`,
        purposes: { marketing_email: true },
        noticeId: form.noticeId,
      } satisfies BodyInputOf<typeof requestSubscription>),
    });
    // Each from a network of its own: beyond ten of one, work has to be proved.
    const http = { ...event.requestContext.http, sourceIp: network() };
    const from = { ...event, requestContext: { ...event.requestContext, http } };
    const before = process.cpuUsage();
    const answer = await signUp(from, lambdaContext);
    const { user, system } = process.cpuUsage(before);
    if (answer.statusCode !== 202) throw new Error(`a sign-up was answered ${answer.statusCode}: ${answer.body}`);
    return (user + system) / 1_000;
  };
  const nothing = async () => {
    const before = process.cpuUsage();
    await signUp(gatewayEvent({ routeKey: 'GET /nowhere', path: '/nowhere' }), lambdaContext);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };

  // The first knows neither its form nor the secrets.
  await ask();
  const first = counting.take();
  // The deployed function would send the mail, and leave none to send here.
  const { later, mail } = await whileLedgerIsSilent(async () => {
    await ask();
    const later = counting.take();
    await sendConfirmations(sqsEvent([counting.requested()]));
    return { later, mail: counting.take() };
  });

  const signing: number[] = [];
  const finding: number[] = [];
  for (let count = 0; count < measuredSignUps; count++) {
    signing.push(await ask());
    finding.push(await nothing());
  }
  const units = later.units + mail.units;
  const [cpu, empty] = [median(signing), median(finding)];
  return {
    title: 'A sign-up',
    figures: [
      {
        what: 'round trips to DynamoDB before the answer, new address',
        measured: `${later.roundTrips} (${first.roundTrips} while the form is not remembered yet)`,
        goal: String(goals.roundTrips),
        met: later.roundTrips <= goals.roundTrips,
      },
      { what: 'capacity units, request', measured: String(later.units) },
      { what: 'capacity units, confirm mail', measured: `${mail.units} in ${mail.roundTrips} round trips` },
      {
        what: 'capacity units in all',
        measured: String(units),
        goal: `≤ ${goals.units}`,
        met: units <= goals.units,
      },
      {
        what: 'CPU of the process, with the SDK',
        measured: `${cpu.toFixed(1)} ms, ${(cpu / empty).toFixed(0)} × a request that finds nothing`,
      },
    ],
  };
}
