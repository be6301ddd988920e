import {
  changeForm,
  closeForm,
  createForm,
  createList,
  getForm,
  getSnippet,
  listForms,
  listLists,
  publishForm,
} from '#contract/sign-up.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { formsApp } from './forms-app.ts';
import { addList, change, close, draft, forms, lists, one } from './manage-forms.ts';
import { run as publish } from './publish-form.ts';
import { run as snippet } from './snippet.ts';

export const handler = api(
  [
    on(createList, addList),
    on(listLists, lists),
    on(createForm, draft),
    on(listForms, forms),
    on(getForm, one),
    on(changeForm, change),
    on(publishForm, publish),
    on(closeForm, close),
    on(getSnippet, snippet),
  ],
  formsApp,
);
