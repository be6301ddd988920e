import { removeSender } from '#contract/senders.ts';
import type { checkSender, listSenders } from '#contract/senders.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { prepareSender } from './add-sender.ts';
import { lookAtSender, shownSender } from './look-at-sender.ts';
import type { SendersApp } from './senders-app.ts';
import type { KeptSender } from './senders-store.ts';

export const page: Run<typeof listSenders, SendersApp> = async ({ params, query }, app) => {
  const { items, nextPageToken } = await app.senders.of(params.clientId, query);
  return reply({ items: items.map((kept) => shownSender(kept, app.region())), nextPageToken });
};

/** What an earlier call left undone at SES is done first. */
export const check: Run<typeof checkSender, SendersApp> = async ({ params, caller }, app) => {
  const kept = await known(app, params);
  const { userName } = caller();
  const prepared = kept.key ? kept : await prepareSender(kept, userName, app);
  const looked = await lookAtSender(prepared, userName, app);
  if (!looked) throw notFound('sender domain');
  return reply(shownSender(looked, app.region()));
};

/** Closed before its identity goes, so that no campaign takes it meanwhile; the domain is free last, so that this can be tried again. */
export const remove: Run<typeof removeSender, SendersApp> = async ({ params, caller }, app) => {
  const kept = await known(app, params);
  const { clientId, domain } = kept;
  await app.senders.close(kept);
  await app.identities.remove(clientId, domain);
  await app.senders.remove(kept, audited(app, caller(), clientId, removeSender.id, domain));
  return reply(undefined);
};

async function known(
  app: SendersApp,
  { clientId, domain }: { readonly clientId: string; readonly domain: string },
): Promise<KeptSender> {
  const found = await app.senders.find(clientId, domain);
  if (!found) throw notFound('sender domain');
  return found;
}
