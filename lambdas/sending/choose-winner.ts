import type { chooseWinner } from '#contract/sending.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { SendingApp } from './sending-app.ts';

/** Everybody who waited gets this subject. Chosen once: some have it already when somebody thinks again. */
export const choose: Run<typeof chooseWinner, SendingApp> = async ({ params, body: { subject }, caller }, app) => {
  const { clientId, campaignId } = params;
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (!campaign) throw notFound('campaign');
  const run = campaign.draft.variants && (await app.runs.find(campaignId));
  if (!run) throw new DomainError('wrong_state', 'this campaign does not try two subjects, or was not begun yet');
  const audit = audited(app, caller(), clientId, `campaign.winner-${subject}`, campaignId);
  const chosen = await app.runs.choose(campaignId, subject, audit);
  if (!chosen && (await app.runs.find(campaignId))?.winner !== subject)
    throw new DomainError('wrong_state', 'the other subject was chosen already, and some people have it');
  await app.planQueue().send({ kind: 'wake', ...params });
  return reply(undefined);
};
