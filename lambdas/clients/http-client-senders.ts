import { addSender, checkSender, listSenders, removeSender } from '#contract/senders.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { run as add } from './add-sender.ts';
import { check, page, remove } from './manage-senders.ts';
import { sendersApp } from './senders-app.ts';

export const handler = api(
  [on(addSender, add), on(listSenders, page), on(checkSender, check), on(removeSender, remove)],
  sendersApp,
);
