import { GetTenantCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  approveClient,
  createClient,
  getClient,
  listAuditEvents,
  listClients,
  listUsers,
  suspendClient,
  whoAmI,
} from '#contract/clients.ts';
import { createForm, createList, getForm, getSnippet, publishForm } from '#contract/sign-up.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { running } from '#test/support/running.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

let operator: Api;
let clientId: string;
let user: Api;

beforeAll(async () => {
  operator = await newOperator();
  ({ clientId } = await operator(createClient, { body: harbourBooks }));
  user = await newClientUser(operator, clientId);
});

/** What SES is told of a client. */
const tenantStatus = async (TenantName: string) =>
  (await new SESv2Client({}).send(new GetTenantCommand({ TenantName }))).Tenant?.SendingStatus;

const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no problem',
    (error: unknown) => (error as { problem?: unknown }).problem,
  );

describe('taking on a client', () => {
  it('refuses one who accepted another acceptable-use policy, and writes nothing', async () => {
    const before = (await operator(listClients, {})).items.length;
    const body = { ...harbourBooks, acceptableUse: { version: '1999', acceptedBy: 'Emeka Obi' } };
    expect(await problemOf(operator(createClient, { body }))).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'acceptableUse.version' }],
    });
    expect((await operator(listClients, {})).items).toHaveLength(before);
  });

  it('publishes no form before the client is approved; then keeps the notice with its hash', async () => {
    const list = await user(createList, {
      params: { clientId },
      body: { name: 'Letter', title: 'The Harbour Books letter' },
    });
    const { formId } = await user(createForm, { params: { clientId }, body: letterForm(list.listId) });
    expect(await problemOf(user(publishForm, { params: { clientId, formId } }))).toMatchObject({ code: 'wrong_state' });
    const approved = await operator(approveClient, { params: { clientId }, body: { reason: 'papers are complete' } });
    expect(approved.status).toBe('approved');
    const form = await user(publishForm, { params: { clientId, formId } });
    expect(form).toMatchObject({ status: 'published', version: 1, url: `${running().publicUrl}/s/${formId}` });
    expect(form.noticeSha256).toMatch(/^[\w-]{43}$/);
    expect(await user(getSnippet, { params: { clientId, formId } })).toContain(form.url);
    expect(await operator(getForm, { params: { clientId, formId } })).toEqual(form);
  });

  it('tells the client itself who did what, and why', async () => {
    const { items } = await user(listAuditEvents, { params: { clientId } });
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['createClient', 'user.created', 'client.approved']),
    );
    expect(items.find(({ action }) => action === 'client.approved')?.reason).toBe('papers are complete');
  });
});

describe('two clients', () => {
  it('never see each other: what is not theirs is not there', async () => {
    const other = await operator(createClient, {
      body: { ...harbourBooks, legalName: 'Acme Coffee GmbH', brand: 'Acme Coffee' },
    });
    const stranger = await newClientUser(operator, other.clientId);
    expect(await problemOf(stranger(getClient, { params: { clientId } }))).toMatchObject({ code: 'not_found' });
    expect(await problemOf(stranger(listUsers, { params: { clientId } }))).toMatchObject({ code: 'not_found' });
    expect(
      await problemOf(stranger(createList, { params: { clientId }, body: { name: 'x', title: 'x' } })),
    ).toMatchObject({ code: 'not_found' });
    expect(await problemOf(stranger(createClient, { body: harbourBooks }))).toMatchObject({ code: 'not_found' });
    expect((await stranger(whoAmI, {})).clientId).toBe(other.clientId);
    expect((await user(listUsers, { params: { clientId } })).items).toHaveLength(1);
  });

  it('can be suspended, once, here and at SES, and taken back', async () => {
    const { clientId: bad } = await operator(createClient, { body: harbourBooks });
    await operator(approveClient, { params: { clientId: bad }, body: { reason: 'papers are complete' } });
    const suspended = await operator(suspendClient, { params: { clientId: bad }, body: { reason: 'bought a list' } });
    expect(suspended.status).toBe('suspended');
    expect(await tenantStatus(bad)).toBe('DISABLED');
    expect(
      await problemOf(operator(suspendClient, { params: { clientId: bad }, body: { reason: 'bought a list' } })),
    ).toMatchObject({ code: 'wrong_state' });
    await operator(approveClient, { params: { clientId: bad }, body: { reason: 'the list is gone' } });
    expect(await tenantStatus(bad)).toBe('ENABLED');
  });
});

describe('nobody signed in', () => {
  it.each(['/v1/clients', '/v1/me', '/v1/clients/aaaaaaaaaaaaaaaa'])('gets nothing from %s', async (path) => {
    expect((await fetch(`${running().publicUrl}${path}`)).status).toBe(401);
  });
});
