import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  approveClient,
  changeClient,
  createClient,
  createUser,
  listAuditEvents,
  removeUser,
  resetUser,
  suspendClient,
} from '#contract/clients.ts';
import {
  createEndpoint,
  disableEndpoint,
  enableEndpoint,
  listDeliveries,
  replayDelivery,
  replaySince,
  rotateEndpointSecret,
  setDigest,
  startExport,
  testEndpoint,
} from '#contract/forwarding.ts';
import { routes } from '#contract/routes.ts';
import { changeForm, closeForm, createForm, createList, publishForm } from '#contract/sign-up.ts';
import { addOperator } from '../../bin/commands/add-operator.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { newHook } from '#test/support/receiver.ts';
import { assent } from '#test/support/command.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';

/** Routes that change nothing, though they post. */
const asking = ['findContact'];

let operator: Api;
let clientId: string;
beforeAll(async () => {
  operator = await newOperator();
  ({ clientId } = await operator(createClient, { body: harbourBooks }));
});

/** An operator at the command line. */
async function operatorShell(): Promise<Record<string, string>> {
  const { userName, temporaryPassword } = await addOperator(`operator-${unique()}`, 'Noor Haddad', 'Assent-Service');
  const kept = { ASSENT_USER: userName, ASSENT_PASSWORD: `Harbour-lantern-${unique()}` };
  await assent(['client', 'list'], {
    ...kept,
    ASSENT_PASSWORD: temporaryPassword,
    ASSENT_NEW_PASSWORD: kept.ASSENT_PASSWORD,
  });
  return kept;
}

/** Waits until the newest delivery of an endpoint is over: what waits cannot be replayed. */
const delivered = (user: Api, params: { clientId: string; endpointId: string }) =>
  soon(
    async () => (await user(listDeliveries, { params })).items[0],
    (newest) => newest !== undefined && newest.status !== 'waiting',
    30_000,
  );

const unique = () => randomBytes(4).toString('hex');
const trail = async () => (await operator(listAuditEvents, { params: { clientId }, query: { limit: 100 } })).items;

describe('the audit trail', () => {
  it('tells of every change that a person makes to a client, by every route that there is', async () => {
    const seen = new Map<string, string[]>([[createClient.id, (await trail()).map(({ action }) => action)]]);
    /** Calls, and keeps what the trail has more than before. */
    const tried = async <T>(route: { readonly id: string }, call: () => Promise<T>): Promise<T> => {
      const { length } = await trail();
      const answer = await call();
      const now = await trail();
      seen.set(
        route.id,
        now.slice(0, now.length - length).map(({ action }) => action),
      );
      return answer;
    };
    const params = { clientId };
    const reason = 'set up together on the phone';
    await tried(approveClient, () => operator(approveClient, { params, body: { reason } }));
    const phone = { phone: '+44 1947 600001', reason };
    await tried(changeClient, () => operator(changeClient, { params, body: phone }));
    const body = { userName: `emeka-${unique()}`, displayName: 'Emeka Obi' };
    await tried(createUser, () => operator(createUser, { params, body }));
    const ofUser = { clientId, userName: body.userName };
    await tried(resetUser, () => operator(resetUser, { params: ofUser, body: { reason } }));
    await tried(removeUser, () => operator(removeUser, { params: ofUser, body: { reason } }));
    const user = await newClientUser(operator, clientId);

    const list = { name: 'Letter', title: 'the Harbour Books letter' };
    const { listId } = await tried(createList, () => user(createList, { params, body: list }));
    const { formId } = await tried(createForm, () => user(createForm, { params, body: letterForm(listId) }));
    const ofForm = { clientId, formId };
    await tried(changeForm, () => operator(changeForm, { params: ofForm, body: letterForm(listId) }));
    await tried(publishForm, () => user(publishForm, { params: ofForm }));
    await tried(closeForm, () => user(closeForm, { params: ofForm }));

    const hook = newHook();
    const { endpointId } = await tried(createEndpoint, () => user(createEndpoint, { params, body: { url: hook.url } }));
    const ofEndpoint = { clientId, endpointId };
    await tried(disableEndpoint, () => user(disableEndpoint, { params: ofEndpoint }));
    await tried(enableEndpoint, () => user(enableEndpoint, { params: ofEndpoint }));
    await tried(rotateEndpointSecret, () => user(rotateEndpointSecret, { params: ofEndpoint }));
    const { deliveryId } = await tried(testEndpoint, () => user(testEndpoint, { params: ofEndpoint }));
    await delivered(user, ofEndpoint);
    await tried(replayDelivery, () => user(replayDelivery, { params: { ...ofEndpoint, deliveryId } }));
    const since = { since: '2026-01-01T00:00:00.000Z' };
    await tried(replaySince, () => operator(replaySince, { params: ofEndpoint, body: since, reason }));
    await tried(setDigest, () => user(setDigest, { params, body: { enabled: false } }));
    await tried(startExport, () => user(startExport, { params, body: { listId } }));
    await tried(suspendClient, () => operator(suspendClient, { params, body: { reason: 'it asked for a rest' } }));

    expect(Object.fromEntries(seen)).toEqual({
      createClient: ['createClient'],
      approveClient: ['client.approved'],
      changeClient: ['client.changed'],
      createUser: ['user.created'],
      resetUser: ['user.reset'],
      removeUser: ['user.removed'],
      createList: ['list.created'],
      createForm: ['form.created'],
      changeForm: ['form.changed'],
      publishForm: ['form.published'],
      closeForm: ['form.closed'],
      createEndpoint: ['endpoint.created'],
      disableEndpoint: ['endpoint.disabled'],
      enableEndpoint: ['endpoint.enabled'],
      rotateEndpointSecret: ['endpoint.secret-rotated'],
      testEndpoint: ['endpoint.tested'],
      replayDelivery: ['delivery.replayed'],
      // That of an operator who gave a reason, and that of the change.
      replaySince: ['deliveries.replayed', 'replaySince'],
      setDigest: ['digest.disabled'],
      startExport: ['contacts.exported'],
      suspendClient: ['client.suspended'],
    });
    // Campaigns, imports, segments and senders are kept by stores that take an audit event with each change; reports of abuse have a
    // journey of their own.
    const elsewhere = ['abuse', 'campaigns', 'contacts', 'sending'];
    const changing = routes.filter(
      ({ audience, method, capability, part }) =>
        audience !== 'public' && method !== 'GET' && !elsewhere.includes(capability) && part !== 'senders',
    );
    expect([...seen.keys(), ...asking].sort()).toEqual(changing.map(({ id }) => id).sort());

    const items = await trail();
    expect(items.find(({ action }) => action === 'form.published')).toMatchObject({ subject: formId });
    expect(items.find(({ action }) => action === 'list.created')).toMatchObject({ subject: listId });
    expect(items.find(({ action }) => action === 'deliveries.replayed')).toMatchObject({ subject: endpointId, reason });
    expect(JSON.stringify(items)).not.toContain('@');
  });

  it('is not written to by what was refused', async () => {
    const length = (await trail()).length;
    const nobodys = { clientId, formId: 'A'.repeat(16) };
    await expect(operator(publishForm, { params: nobodys })).rejects.toThrow('there is no such form');
    await expect(operator(createForm, { params: { clientId }, body: letterForm('B'.repeat(16)) })).rejects.toThrow(
      'is not a list of this client',
    );
    expect(await trail()).toHaveLength(length);
  });

  it('is shown by the command line, which goes on where a page ended', async () => {
    const shell = await operatorShell();
    const audit = (...args: string[]) => assent(['client', 'audit', clientId, ...args], shell);
    const first = await audit('--limit', '2');
    expect(first.code).toBe(0);
    expect(first.out.split('\n')[0]).toMatch(/^\d{4}-\S+Z +\S+ +\S+/);
    const token = /There is more: add --page (\S+)/.exec(first.out)![1]!;
    const second = await audit('--limit', '2', '--page', token);
    const all = (await audit('--all')).out.trimEnd().split('\n');
    expect(all.length).toBeGreaterThan(18);
    expect(all[0]).toContain('client.suspended');
    expect(all.at(-1)).toContain('createClient');
    const starts = [...first.out.split('\n').slice(0, 2), ...second.out.split('\n').slice(0, 2)];
    expect(starts.map((line) => line.slice(0, 24))).toEqual(all.slice(0, 4).map((line) => line.slice(0, 24)));
  });
});
