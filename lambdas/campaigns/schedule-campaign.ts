import type { scheduleCampaign } from '#contract/campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { minute } from '#lambdas/platform/clock.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { checkNow } from './check-now.ts';
import type { LifecycleApp } from './lifecycle-app.ts';
import { knownCampaign, moveOn, shown } from './move-on.ts';
import { refusals } from './rules/may-schedule.ts';
import { mayBecome } from './rules/states.ts';
import { startOf } from './schedules.ts';
import type { CampaignItem } from './store.ts';

/** It stands still from here on. Judged once more, for the time that is asked for: a promotion may be over by then. */
export const run: Run<typeof scheduleCampaign, LifecycleApp> = async ({ params, body, caller }, app) => {
  const found = await knownCampaign(params, app, body.version);
  if (!mayBecome(found.state, 'scheduled'))
    throw new DomainError('wrong_state', `a campaign that is ${found.state} cannot be scheduled: check it first`);
  const now = app.clock.now();
  const by = caller().userName;
  const schedule = { at: body.at ?? now, timeZone: body.timeZone };
  const [client, report] = await Promise.all([
    app.check.store.client(found.clientId),
    checkNow({ ...found, schedule }, app.check),
  ]);
  if (!client) throw notFound('client');
  const fields = refusals({ campaign: found, client, report, at: schedule.at, now, by });
  if (fields.length > 0) throw new DomainError('wrong_state', 'this campaign cannot be scheduled yet', { fields });

  const to = { state: 'scheduled', schedule, report } as const;
  const scheduled = await (Date.parse(schedule.at) <= Date.parse(now) + nearMs
    ? startNow(found, to, by, app)
    : startLater(found, to, by, app));
  return reply(await shown(scheduled, app));
};

/** The Scheduler knows minutes: what is due within one would come too late, or before the state is written. */
const nearMs = minute;

type To = Pick<CampaignItem, 'report'> & Required<Pick<CampaignItem, 'schedule'>> & { readonly state: 'scheduled' };

/** The schedule first: a campaign that says it is scheduled, and is not, would never go out. Without one it starts nothing. */
async function startLater(found: CampaignItem, to: To, by: string, app: LifecycleApp): Promise<CampaignItem> {
  const { at, timeZone } = to.schedule;
  await app.schedules.put(found, at, timeZone);
  try {
    return await moveOn(found, { to, done: 'scheduled', by, why: `for ${at}` }, app);
  } catch (error) {
    await settle(found, app);
    throw error;
  }
}

/** Somebody else was faster, and may have scheduled it for another time: theirs counts. */
async function settle(lost: CampaignItem, { campaigns, schedules }: LifecycleApp): Promise<void> {
  const now = await campaigns.find(lost.clientId, lost.campaignId);
  if (now?.state === 'scheduled' && now.version === lost.version && now.schedule)
    await schedules.put(now, now.schedule.at, now.schedule.timeZone);
  else await schedules.remove(lost);
}

/** The state first: who is told to start looks at it. A queue that does not answer leaves it as it was. */
async function startNow(found: CampaignItem, to: To, by: string, app: LifecycleApp): Promise<CampaignItem> {
  const scheduled = await moveOn(found, { to, done: 'scheduled', by, why: 'for now' }, app);
  try {
    await app.planQueue().send(startOf(scheduled));
  } catch (cause) {
    const { state, report, schedule } = found;
    const why = 'the queue did not answer';
    await moveOn(scheduled, { to: { state: 'draft', report, schedule }, done: 'unscheduled', by, why }, app);
    throw new DomainError(
      'unavailable',
      `it could not be started just now, and was ${state} before: check it and try again`,
      {
        cause,
      },
    );
  }
  return scheduled;
}
