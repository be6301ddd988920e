import { openWarnings } from '#contract/campaigns.ts';
import type { checkCampaign } from '#contract/campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { judge } from './check-now.ts';
import type { LifecycleApp } from './lifecycle-app.ts';
import { knownCampaign, moveOn, shown } from './move-on.ts';
import { overridesFor, reportOf, wrongOverrides } from './rules/check/report.ts';
import type { Override } from './rules/check/report.ts';
import { isFrozen } from './rules/states.ts';

/**
 * Judges it, and keeps the report. A warning may be taken upon oneself, by name and with a reason (CS-02); what the law
 * demands may not. With nothing left to mend or to answer for it is `checked`.
 */
export const run: Run<typeof checkCampaign, LifecycleApp> = async ({ params, body, caller }, app) => {
  const found = await knownCampaign(params, app, body.version);
  if (isFrozen(found.state))
    throw new DomainError('wrong_state', `a campaign that is ${found.state} was checked already, and stands still`);
  const findings = await judge(found, app.check);
  const wrong = wrongOverrides(body.overrides, findings);
  if (wrong.length > 0)
    throw new DomainError('invalid_fields', 'some warnings cannot be taken upon oneself', { fields: wrong });

  const at = app.clock.now();
  const by = caller().userName;
  const taken = body.overrides.map((each): Override => ({ ...each, by, at }));
  const report = reportOf(findings, [...overridesFor(found), ...taken], {
    contentHash: found.contentHash,
    checkedAt: at,
  });
  const state = report.blocked || openWarnings(report).length > 0 ? 'draft' : 'checked';
  const checked = await moveOn(found, { to: { state, report }, done: 'checked', by, why: reasonOf(taken) }, app);
  return reply(await shown(checked, app));
};

const reasonOf = (taken: readonly Override[]): string | undefined =>
  taken.length === 0 ? undefined : taken.map(({ rule, where, reason }) => `${rule} (${where}): ${reason}`).join('; ');
