import type { reportAbuse, showAbuseForm } from '#contract/abuse.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { timedId } from '#lambdas/platform/ids.ts';
import { fileReport } from './file-report.ts';
import { formPage, thanksPage } from './pages/abuse-pages.tsx';
import type { AbusePublicApp } from './public-app.ts';
import { domainOfSender, judgeReport } from './rules/judge-report.ts';
import type { WrittenReport } from './rules/judge-report.ts';

export const show: Run<typeof showAbuseForm, AbusePublicApp> = ({ visitor }) =>
  Promise.resolve(formPage(visitor.language));

/** Thanked whether it is known whose mail it was or not: who reports is not to find out who our clients are. */
export const report: Run<typeof reportAbuse, AbusePublicApp> = async ({ body, query, visitor }, app) => {
  const at = app.clock.now();
  if (body.website) return thanksPage(visitor.language);
  const judged = judgeReport(body);
  if (!judged.ok) return formPage(visitor.language, { typed: body, issues: judged.issues });
  const network = (await app.keys()).networkOfDay(at.slice(0, 10), visitor.network ?? 'unknown');
  if (!(await app.mayReport(network, at)))
    throw new DomainError('limit_reached', 'many reports came from around you; wait an hour');
  const clientId = (await ownerOf(judged.report, app)) ?? query.client;
  await fileReport(app, { reportId: timedId(at, app.ids), clientId, way: 'form', at, ...judged.report });
  return thanksPage(visitor.language);
};

/** What the mail says it came from is surer than the link that led here, which anybody could have written. */
async function ownerOf({ sender }: WrittenReport, app: AbusePublicApp): Promise<string | undefined> {
  const domain = sender && domainOfSender(sender);
  return domain && app.ownerOf(domain);
}
