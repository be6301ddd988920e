import type { unscheduleCampaign } from '#contract/campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { LifecycleApp } from './lifecycle-app.ts';
import { knownCampaign, moveOn, shown } from './move-on.ts';

/** A new version: a start that is on its way already names the old one, and starts nothing. */
export const run: Run<typeof unscheduleCampaign, LifecycleApp> = async ({ params, body, caller }, app) => {
  const found = await knownCampaign(params, app);
  if (found.state !== 'scheduled')
    throw new DomainError('wrong_state', `a campaign that is ${found.state} is not scheduled`);
  const to = { state: 'draft', version: found.version + 1, schedule: undefined, approval: undefined } as const;
  const by = caller().userName;
  const draft = await moveOn(found, { to, done: 'unscheduled', by, why: body.reason }, app);
  await app.schedules.remove(found);
  return reply(await shown(draft, app));
};
