import type { getGrowth, getGrowthCsv, Growth } from '#contract/growth.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ReportsApp } from './reports-app.ts';
import { growthCsv } from './rules/growth-csv.ts';
import { growthTogether, netOf } from './rules/growth.ts';
import { daysAsked } from './rules/days-asked.ts';
import type { DaysAsked } from './rules/days-asked.ts';

/** Two reads: whose list it is, and its days. */
async function growthOf(
  { clientId, listId }: { readonly clientId: string; readonly listId: string },
  query: DaysAsked,
  app: ReportsApp,
): Promise<Growth> {
  const { from, to } = daysAsked(query, app.clock.now());
  const [list, days] = await Promise.all([app.directory.list(clientId, listId), app.growth.days(listId, from, to)]);
  if (!list) throw notFound('list');
  const counts = growthTogether(days.map((each) => each.counts));
  return {
    listId,
    from,
    to,
    total: { counts, net: netOf(counts) },
    days: days.map((each) => ({ ...each, net: netOf(each.counts) })),
  };
}

export const grow: Run<typeof getGrowth, ReportsApp> = async ({ params, query }, app) =>
  reply(await growthOf(params, query, app));

export const growCsv: Run<typeof getGrowthCsv, ReportsApp> = async ({ params, query }, app) => ({
  text: growthCsv(await growthOf(params, query, app)),
  fileName: `growth-${params.listId}.csv`,
});
