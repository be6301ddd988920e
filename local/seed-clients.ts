import { approveClient, createClient } from '#contract/clients.ts';
import { createEndpoint } from '#contract/forwarding.ts';
import { createForm, createList, publishForm } from '#contract/sign-up.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { running } from '#test/support/running.ts';
import { newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

/** Harbour Books, with its letter and its endpoint. */
export async function seedClients() {
  const operator = await newOperator();
  const { clientId, brand } = await operator(createClient, { body: harbourBooks });
  await operator(approveClient, { params: { clientId }, body: { reason: 'first client of a local cloud' } });
  const title = 'the Harbour Books letter';
  const list = await operator(createList, { params: { clientId }, body: { name: 'Letter', title } });
  const { formId } = await operator(createForm, { params: { clientId }, body: letterForm(list.listId) });
  const { url } = await operator(publishForm, { params: { clientId, formId } });
  const endpoint = await seedEndpoint(operator, clientId);
  return { client: { clientId, brand }, list: { listId: list.listId, title }, form: { formId, url }, endpoint };
}

/** Harbour Books' own server is the receiver of the local cloud, which is told the secret to verify with. */
async function seedEndpoint(operator: Api, clientId: string) {
  const hook = `${running().webhookReceiver.url}/hooks/harbour-books`;
  const body = { url: hook, description: 'Our shop' };
  const reason = 'the receiver of the local cloud';
  const { endpointId, url, secret } = await operator(createEndpoint, { params: { clientId }, body, reason });
  await fetch(hook, { method: 'PUT', body: JSON.stringify({ secrets: [secret] }) });
  return { endpointId, url, secret };
}
