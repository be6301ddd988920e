import { approveClient, createClient } from '#contract/clients.ts';
import { createForm, createList, publishForm } from '#contract/sign-up.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { newOperator } from '#test/support/sign-in.ts';

/** Harbour Books, with its letter. */
export async function seedClients() {
  const operator = await newOperator();
  const { clientId, brand } = await operator(createClient, { body: harbourBooks });
  await operator(approveClient, { params: { clientId }, body: { reason: 'first client of a local cloud' } });
  const title = 'the Harbour Books letter';
  const list = await operator(createList, { params: { clientId }, body: { name: 'Letter', title } });
  const { formId } = await operator(createForm, { params: { clientId }, body: letterForm(list.listId) });
  const { url } = await operator(publishForm, { params: { clientId, formId } });
  return { client: { clientId, brand }, list: { listId: list.listId, title }, form: { formId, url } };
}
