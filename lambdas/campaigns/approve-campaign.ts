import type { approveCampaign } from '#contract/campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { LifecycleApp } from './lifecycle-app.ts';
import { knownCampaign, moveOn, shown } from './move-on.ts';

/** Whoever wrote it cannot approve it; and whoever approves it cannot schedule it alone (rules/may-schedule.ts). */
export const run: Run<typeof approveCampaign, LifecycleApp> = async ({ params, body, caller }, app) => {
  const found = await knownCampaign(params, app, body.version);
  if (found.state !== 'checked')
    throw new DomainError('wrong_state', `a campaign that is ${found.state} cannot be approved: check it first`);
  const by = caller().userName;
  if (by === found.createdBy)
    throw new DomainError('wrong_state', 'whoever wrote a campaign cannot approve it: ask a second person');
  const approval = { by, at: app.clock.now(), version: found.version };
  const approved = await moveOn(found, { to: { state: 'checked', approval }, done: 'approved', by }, app);
  return reply(await shown(approved, app));
};
