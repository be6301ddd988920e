import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '#contract/clients.ts';
import {
  createEndpoint,
  disableEndpoint,
  enableEndpoint,
  getDigest,
  getExport,
  listDeliveries,
  listEndpoints,
  replayDelivery,
  replaySince,
  rotateEndpointSecret,
  setDigest,
  startExport,
  testEndpoint,
} from '#contract/forwarding.ts';
import type { Delivery } from '#contract/forwarding.ts';
import { deliveriesStore } from '#lambdas/forwarding/deliveries-store.ts';
import { digestsStore } from '#lambdas/forwarding/digests-store.ts';
import type { DigestLine } from '#lambdas/forwarding/digests-store.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { deployedTables, runJob } from '#test/support/deployed.ts';
import { mailsTo, mailTo } from '#test/support/mails.ts';
import { unsubscribeUrlOf } from '#test/support/links.ts';
import { confirmed, id } from '#test/support/people.ts';
import { newHook } from '#test/support/receiver.ts';
import { approvedClient, post, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

let operator: Api;
let clientId: string;
let user: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;

beforeAll(async () => {
  operator = await newOperator();
  clientId = await approvedClient(operator);
  user = await newClientUser(operator, clientId);
  form = await publishedForm(operator, {
    clientId,
    fields: { firstName: 'optional', lastName: 'off' },
    ownFields: [{ key: 'shelf', label: 'Your shelf', type: 'text' }],
  });
});

const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no problem',
    (error: unknown) => (error as { problem?: unknown }).problem,
  );

/** An endpoint at a hook of its own, which knows its secret; switched off when `use` is done. */
async function withEndpoint(
  use: (hook: ReturnType<typeof newHook>, endpointId: string) => Promise<void>,
): Promise<void> {
  const hook = newHook();
  const { endpointId, secret } = await user(createEndpoint, { params: { clientId }, body: { url: hook.url } });
  await hook.knows(secret);
  try {
    await use(hook, endpointId);
  } finally {
    await user(disableEndpoint, { params: { clientId, endpointId } });
  }
}

const deliveriesOf = async (endpointId: string) =>
  (await user(listDeliveries, { params: { clientId, endpointId } })).items;

/** Waits until an endpoint's newest delivery is so. */
async function newest(endpointId: string, is: (delivery: Delivery) => boolean): Promise<Delivery> {
  for (let waited = 0; waited < 30_000; waited += 250) {
    const [first] = await deliveriesOf(endpointId);
    if (first && is(first)) return first;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`the newest delivery is ${JSON.stringify((await deliveriesOf(endpointId))[0])}`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a contact is forwarded', () => {
  it('when they confirmed and not before, signed, with what they gave; leaving, by their id alone (CS-13)', async () => {
    await withEndpoint(async (hook, endpointId) => {
      const email = someone();
      await post(form.url, { email, first_name: 'Ada', marketing_email: 'on' });
      const mail = await mailTo(email);
      await pause(1_500);
      expect(await hook.all()).toEqual([]);

      await fetch(mail.links[0]!, { method: 'POST' });
      const [confirmed] = await hook.got(1);
      expect(confirmed).toMatchObject({
        verified: true,
        event: {
          type: 'subscription.confirmed',
          data: {
            clientId,
            listId: form.listId,
            address: email,
            fields: { first_name: 'Ada' },
            purposes: [
              { purpose: 'marketing_email', state: 'given' },
              { purpose: 'open_tracking', state: 'refused' },
              { purpose: 'click_tracking', state: 'refused' },
            ],
            consent: { seq: 2, noticeSha256: form.noticeSha256 },
          },
        },
      });

      await fetch(await unsubscribeUrlOf(mail.links[0]!, form.listId), { method: 'POST' });
      const [withdrawn] = await hook.got(2);
      expect(withdrawn).toMatchObject({ verified: true, event: { type: 'subscription.withdrawn' } });
      expect(withdrawn!.body).not.toContain('@');
      expect(withdrawn!.event.data).toMatchObject({
        contactId: (confirmed!.event.data as { contactId: string }).contactId,
        consent: { seq: 3 },
      });
      expect((await deliveriesOf(endpointId)).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
    });
  });

  it('once, though the endpoint fails at first: five seconds later, with the same webhook id', async () => {
    await withEndpoint(async (hook, endpointId) => {
      await hook.answers(500, 200);
      await subscribe(form.url, someone());
      const [second, first] = await hook.got(2);
      expect(second!.id).toBe(first!.id);
      const waited = Date.parse(second!.at) - Date.parse(first!.at);
      expect(waited).toBeGreaterThanOrEqual(4_900);
      const delivery = await newest(endpointId, ({ status }) => status === 'delivered');
      expect(delivery.deliveryId).toBe(first!.id);
      expect(delivery.attempts).toMatchObject([{ status: 500, problem: 'answered 500' }, { status: 200 }]);
    });
  });

  it('no more to an endpoint that answers 410; what it missed is replayed when it is back', async () => {
    await withEndpoint(async (hook, endpointId) => {
      await hook.answers(410, 200);
      await subscribe(form.url, someone());
      const failed = await newest(endpointId, ({ status }) => status === 'failed');
      const endpoint = async () =>
        (await user(listEndpoints, { params: { clientId } })).items.find((each) => each.endpointId === endpointId);
      expect(await endpoint()).toMatchObject({ status: 'disabled', disabledBecause: 'it answered 410 Gone' });
      const audit = await user(listAuditEvents, { params: { clientId } });
      expect(audit.items).toContainEqual(
        expect.objectContaining({ actor: 'assent', action: 'endpoint.disabled', subject: endpointId }),
      );

      const params = { clientId, endpointId, deliveryId: failed.deliveryId };
      expect(await problemOf(user(replayDelivery, { params }))).toMatchObject({ code: 'wrong_state' });
      expect(await user(enableEndpoint, { params: { clientId, endpointId } })).toMatchObject({ status: 'active' });
      expect(await user(replayDelivery, { params })).toMatchObject({ status: 'waiting' });
      const [again, first] = await hook.got(2);
      expect(again!.id).toBe(first!.id);
      expect(again!.body).toBe(first!.body);
    });
  });

  it('all since a time again, except for an address whose owner has withdrawn (CS-13)', async () => {
    await withEndpoint(async (hook, endpointId) => {
      const since = new Date().toISOString();
      const [stays, leaves] = [someone(), someone()];
      await subscribe(form.url, stays);
      const mail = await subscribe(form.url, leaves);
      await hook.got(2);
      await fetch(await unsubscribeUrlOf(mail.links[0]!, form.listId), { method: 'POST' });
      await hook.got(3);

      expect(await user(replaySince, { params: { clientId, endpointId }, body: { since } })).toEqual({ replayed: 3 });
      const [again, other] = await hook.got(5);
      expect([again, other].map((each) => each!.event.type).sort()).toEqual([
        'subscription.confirmed',
        'subscription.withdrawn',
      ]);
      await pause(1_500);
      expect((await hook.all()).filter(({ body }) => body.includes(leaves))).toHaveLength(1);
      expect(await deliveriesOf(endpointId)).toContainEqual(
        expect.objectContaining({ status: 'cancelled', because: 'the person has withdrawn since' }),
      );
    });
  });
});

describe('what was left lying', () => {
  it('is delivered when the clock strikes: a worker died over it, or it waits longer than a queue can hold', async () => {
    await deployedTables(deliveryTable);
    await withEndpoint(async (hook, endpointId) => {
      await user(testEndpoint, { params: { clientId, endpointId } });
      await hook.got(1);
      const deliveries = deliveriesStore(documentClient());
      const done = await newest(endpointId, ({ status }) => status === 'delivered');
      const old = { ...done, v: 1 as const, clientId, deliveryId: `${done.deliveryId}-old`, tries: 3, attempts: [] };
      await deliveries.add({ ...old, status: 'waiting' }, new Date(Date.now() - 3_600_000).toISOString());
      await runJob('wake-deliveries');
      const [late] = await hook.got(2);
      expect(late!.id).toBe(old.deliveryId);
    });
  });
});

describe('an endpoint', () => {
  it.each([
    ['http://127.0.0.1:9/hook', 'must begin with https://'],
    ['https://127.0.0.1/', 'is an address that is not on the internet'],
    ['https://169.254.169.254/latest/meta-data/', 'is an address that is not on the internet'],
    ['https://2130706433/', 'is an address that is not on the internet'],
    ['https://[::ffff:169.254.169.254]/', 'is an address that is not on the internet'],
    ['https://user:word@www.example.com/', 'may not carry a user name or password'],
    ['https://www.example.com:8080/', 'must be on port 443'],
    ['not an address', 'is not an address like https://www.example.com/webhook'],
  ])('cannot be %s', async (url, message) => {
    const before = (await user(listEndpoints, { params: { clientId } })).items.length;
    expect(await problemOf(user(createEndpoint, { params: { clientId }, body: { url } }))).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'url', message }],
    });
    expect((await user(listEndpoints, { params: { clientId } })).items).toHaveLength(before);
  });

  it('is not followed elsewhere', async () => {
    await withEndpoint(async (hook, endpointId) => {
      await hook.answers('redirect');
      const redirected = newHook();
      await user(testEndpoint, { params: { clientId, endpointId } });
      const { attempts } = await newest(endpointId, ({ attempts: [first] }) => first !== undefined);
      expect(attempts[0]).toMatchObject({ status: 302, problem: 'answered 302' });
      expect(await redirected.all()).toEqual([]);
    });
  });

  it('is waited for ten seconds, and no more than 64 kB of its answer are read', async () => {
    await withEndpoint(async (hook, endpointId) => {
      await hook.answers('endless', 'slow');
      await user(testEndpoint, { params: { clientId, endpointId } });
      expect(await newest(endpointId, ({ status }) => status === 'delivered')).toMatchObject({
        attempts: [{ status: 200 }],
      });
      await user(testEndpoint, { params: { clientId, endpointId } });
      const { attempts } = await newest(endpointId, (each) => each.status === 'waiting' && each.attempts.length === 1);
      expect(attempts[0]).toMatchObject({ problem: 'timed out after 10 s' });
      expect(attempts[0]!.ms).toBeLessThan(11_000);
    });
  });

  it('shows its secret once; after a rotation both sign for a day', async () => {
    const hook = newHook();
    const made = await user(createEndpoint, { params: { clientId }, body: { url: hook.url } });
    const params = { clientId, endpointId: made.endpointId };
    expect(JSON.stringify(await user(listEndpoints, { params: { clientId } }))).not.toContain('whsec_');
    const { secret } = await user(rotateEndpointSecret, { params });
    expect(secret).not.toBe(made.secret);
    for (const known of [made.secret, secret]) {
      await hook.knows(known);
      await user(testEndpoint, { params });
      await newest(made.endpointId, ({ status }) => status === 'delivered');
      expect((await hook.all())[0]).toMatchObject({ verified: true, event: { type: 'endpoint.test' } });
    }
    await user(disableEndpoint, { params });
    const audit = await user(listAuditEvents, { params: { clientId } });
    expect(audit.items.filter(({ subject }) => subject === made.endpointId).map(({ action }) => action)).toEqual([
      'endpoint.disabled',
      'endpoint.secret-rotated',
      'endpoint.created',
    ]);
  });

  it('is nothing that another client can see, change or replay', async () => {
    await withEndpoint(async (_hook, endpointId) => {
      const otherId = await approvedClient(operator, { brand: 'Acme Coffee' });
      const stranger = await newClientUser(operator, otherId);
      expect((await stranger(listEndpoints, { params: { clientId: otherId } })).items).toEqual([]);
      // By the owner's id, and by their own with the endpoint's id.
      for (const params of [
        { clientId, endpointId },
        { clientId: otherId, endpointId },
      ])
        for (const call of [
          () => stranger(disableEndpoint, { params }),
          () => stranger(rotateEndpointSecret, { params }),
          () => stranger(testEndpoint, { params }),
          () => stranger(listDeliveries, { params }),
          () => stranger(replaySince, { params, body: { since: '2026-01-01T00:00:00.000Z' } }),
        ])
          expect(await problemOf(call())).toMatchObject({ code: 'not_found' });
    });
  });

  it('is not set by an operator without saying why: contacts go where it points', async () => {
    const call = operator(createEndpoint, { params: { clientId }, body: { url: 'https://www.example.com/hook' } });
    expect(await problemOf(call)).toMatchObject({ code: 'reason_required' });
  });

  it('is one of ten at most', async () => {
    const crowdedId = await approvedClient(operator);
    const body = { url: 'https://www.example.com/hook' };
    const add = () =>
      operator(createEndpoint, { params: { clientId: crowdedId }, body, reason: 'set up together on the phone' });
    for (let count = 0; count < 10; count++) await add();
    expect(await problemOf(add())).toMatchObject({ code: 'limit_reached' });
  });
});

const dayBefore = (at: string) => new Date(Date.parse(at) - 24 * 3_600_000).toISOString().slice(0, 10);

/** Waits until an export is over. */
async function finished(caller: Api, exportId: string, reason?: string) {
  for (let waited = 0; waited < 30_000; waited += 250) {
    const found = await caller(getExport, { params: { clientId, exportId }, reason });
    if (found.status !== 'running') return found;
    await pause(250);
  }
  throw new Error('the export did not end within 30 seconds');
}

describe('an export', () => {
  it('holds who is subscribed and nobody else, and no formula (CS-13)', async () => {
    const [stays, leaves, waits] = [someone('=1+1'), someone('left'), someone('waits')];
    await subscribe(form.url, stays, { first_name: '=HYPERLINK("https://evil.example")', shelf: 'Zoë, "history"' });
    const mail = await subscribe(form.url, leaves);
    await fetch(await unsubscribeUrlOf(mail.links[0]!, form.listId), { method: 'POST' });
    await post(form.url, { email: waits, marketing_email: 'on' });
    await pause(2_000);

    const { exportId } = await user(startExport, { params: { clientId }, body: { listId: form.listId } });
    const ready = await finished(user, exportId);
    expect(ready).toMatchObject({ status: 'ready', listId: form.listId });
    const answer = await fetch(ready.url!);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="contacts-.*\.csv"$/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.subarray(3).toString('utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'contact_id,address,language,subscribed_since,basis,basis_expires_at,marketing_email,open_tracking,click_tracking,first_name,last_name,shelf,other_fields',
    );
    expect(lines).toHaveLength(ready.rows! + 1);
    const line = lines.find((each) => each.includes(stays));
    expect(line).toContain(`,'${stays},en,`);
    expect(line).toContain(`"'=HYPERLINK(""https://evil.example"")",,"Zoë, ""history""",`);
    expect(bytes.toString('utf8')).not.toContain(leaves);
    expect(bytes.toString('utf8')).not.toContain(waits);
    const audit = await user(listAuditEvents, { params: { clientId } });
    expect(audit.items).toContainEqual(expect.objectContaining({ action: 'contacts.exported', subject: form.listId }));
  });

  it('asks an operator why, and writes the answer down', async () => {
    const params = { clientId };
    const body = { listId: form.listId };
    expect(await problemOf(operator(startExport, { params, body }))).toMatchObject({ code: 'reason_required' });
    const reason = 'the client asked for help with its export';
    const { exportId } = await operator(startExport, { params, body, reason });
    expect(await finished(operator, exportId, reason)).toMatchObject({ status: 'ready' });
    const audit = await user(listAuditEvents, { params });
    expect(audit.items).toContainEqual(expect.objectContaining({ action: 'startExport', reason }));
  });

  it('is of the own lists only, and nobody else’s to fetch', async () => {
    const { exportId } = await user(startExport, { params: { clientId }, body: { listId: form.listId } });
    const otherId = await approvedClient(operator);
    const stranger = await newClientUser(operator, otherId);
    const foreign = stranger(startExport, { params: { clientId: otherId }, body: { listId: form.listId } });
    expect(await problemOf(foreign)).toMatchObject({ code: 'not_found' });
    expect(await problemOf(stranger(getExport, { params: { clientId: otherId, exportId } }))).toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the digest', () => {
  it('is off until a client says where it goes to', async () => {
    const params = { clientId };
    expect(await user(getDigest, { params })).toEqual({ enabled: false });
    for (const body of [{ enabled: true }, { enabled: true, address: 'nobody' }])
      expect(await problemOf(user(setDigest, { params, body }))).toMatchObject({ code: 'invalid_fields' });
    const body = { enabled: true, address: 'post@example.net' };
    expect(await user(setDigest, { params, body })).toEqual(body);
    expect(await user(getDigest, { params })).toEqual(body);
    expect(await user(setDigest, { params, body: { enabled: false } })).toEqual({ enabled: false });
    const { items } = await user(listAuditEvents, { params, query: { limit: 2 } });
    expect(items.map(({ action }) => action)).toEqual(['digest.disabled', 'digest.enabled']);
    expect(JSON.stringify(items)).not.toContain('@');
  });

  it('comes in the morning, with counts and no address', async () => {
    await deployedTables(deliveryTable, directoryTable);
    const address = someone('post');
    const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString();
    const digests = digestsStore(documentClient());
    // As if it had been on the day before yesterday.
    const audit = { clientId, actor: 'test', action: 'digest.enabled', subject: clientId };
    await digests.set(clientId, { enabled: true, address }, audit, { at: yesterday, id: id() });
    await digests.told(clientId, (await digests.find(clientId))!.toldThrough, dayBefore(yesterday));
    await digests.note(
      { ...confirmed().events[1], clientId, listId: form.listId, at: yesterday },
      'subscription.confirmed',
    );
    await runJob('send-digests');
    const mail = await mailTo(address);
    expect(mail.subject).toMatch(/^Harbour Books: who came and went, /);
    expect(mail.text).toContain('the Harbour Books letter\n  1 person confirmed');
    expect(mail.text).not.toContain('@');
    await runJob('send-digests');
    expect(await mailsTo(address)).toHaveLength(1);
    await user(setDigest, { params: { clientId }, body: { enabled: false } });
  });

  it('counts what really happens, once its client wants one', async () => {
    await deployedTables(deliveryTable, directoryTable);
    await user(setDigest, { params: { clientId }, body: { enabled: true, address: someone('post') } });
    const digests = digestsStore(documentClient());
    // Of two days, since midnight may pass meanwhile.
    const lines = async () => {
      const found: DigestLine[] = [];
      const now = new Date().toISOString();
      for (const day of [dayBefore(now), now.slice(0, 10)])
        for await (const page of digests.lines(clientId, day)) found.push(...page);
      return found;
    };
    const before = (await lines()).length;
    await subscribe(form.url, someone());
    for (let waited = 0; waited < 20_000 && (await lines()).length === before; waited += 250) await pause(250);
    expect(await lines()).toHaveLength(before + 1);
    expect(await lines()).toContainEqual({ type: 'subscription.confirmed', listId: form.listId });
    await user(setDigest, { params: { clientId }, body: { enabled: false } });
  });
});
