import { expect, it } from 'vitest';
import { listForms, listLists } from '#contract/sign-up.ts';
import { approvedClient, publishedForm } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';

it('a client sees its own lists and forms, and nobody else’s', async () => {
  const operator = await newOperator();
  const clientId = await approvedClient(operator);
  const { formId, listId } = await publishedForm(operator, { clientId });
  await publishedForm(operator);

  const user = await newClientUser(operator, clientId);
  const lists = await user(listLists, { params: { clientId } });
  const forms = await user(listForms, { params: { clientId } });

  expect(lists.items.map((list) => list.listId)).toEqual([listId]);
  expect(forms.items.map((form) => form.formId)).toEqual([formId]);
});
