import type { getCampaign, listCampaigns, listTemplates } from '#contract/campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContentApp } from './content-app.ts';
import { wholeOf } from './store.ts';
import type { CampaignItem } from './store.ts';
import { templates } from './templates.ts';

export const list: Run<typeof listCampaigns, ContentApp> = async ({ params, query }, app) =>
  reply(await app.campaigns.lines(params.clientId, query));

export const one: Run<typeof getCampaign, ContentApp> = async ({ params }, app) => {
  const item = await known(params, app);
  return reply(wholeOf(item, await app.campaigns.content(item.campaignId, item.contentHash)));
};

export const allTemplates: Run<typeof listTemplates, ContentApp> = () =>
  Promise.resolve(reply({ items: [...templates] }));

export async function known(
  { clientId, campaignId }: { readonly clientId: string; readonly campaignId: string },
  app: Pick<ContentApp, 'campaigns'>,
): Promise<CampaignItem> {
  const found = await app.campaigns.find(clientId, campaignId);
  if (!found) throw notFound('campaign');
  return found;
}
