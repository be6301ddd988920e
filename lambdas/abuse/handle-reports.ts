import type { listAbuseReports, settleAbuseReport } from '#contract/abuse.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { opened } from './file-report.ts';
import type { AbuseOperatorApp } from './operator-app.ts';

export const list: Run<typeof listAbuseReports, AbuseOperatorApp> = async ({ query }, app) => {
  const { client, ...paging } = query;
  const page = await (client === undefined ? app.reports.open(paging) : app.reports.ofClient(client, paging));
  return reply({ ...page, items: await Promise.all(page.items.map((kept) => opened(app.sealer, kept))) });
};

export const settle: Run<typeof settleAbuseReport, AbuseOperatorApp> = async ({ params, body, caller }, app) => {
  const found = await app.reports.findOpen(params.reportId);
  if (!found) throw notFound('report');
  const { userName } = caller();
  const owner = found.clientId ?? nobody;
  const audit = audited(app, { userName, reason: body.reason }, owner, 'abuse.settled', found.reportId);
  const settled = { at: audit.stamp.at, by: userName, reason: body.reason };
  if (found.settled || !(await app.reports.settle(found, settled, audit)))
    throw new DomainError('wrong_state', 'this report is settled already');
  return reply(await opened(app.sealer, { ...found, settled }));
};

/** Where the audit events of what is no client's stand. */
const nobody = '-';
