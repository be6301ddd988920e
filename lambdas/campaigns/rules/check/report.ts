import type { Campaign, ComplianceReport, Finding } from '#contract/campaigns.ts';

export type Override = ComplianceReport['overrides'][number];

const about =
  (finding: Pick<Finding, 'rule' | 'where'>) =>
  ({ rule, where }: Pick<Override, 'rule' | 'where'>): boolean =>
    rule === finding.rule && where === finding.where;

/** Only what the law and the providers demand blocks; a warning waits for a person. */
export function reportOf(
  findings: readonly Finding[],
  overrides: readonly Override[],
  { contentHash, checkedAt }: Pick<ComplianceReport, 'contentHash' | 'checkedAt'>,
): ComplianceReport {
  return {
    checkedAt,
    contentHash,
    findings: [...findings],
    // The last word about a warning stands; one that is not given any more needs none.
    overrides: overrides.filter(
      (each, at) =>
        findings.some((finding) => finding.severity === 'warn' && about(finding)(each)) &&
        overrides.findLastIndex(about(each)) === at,
    ),
    blocked: findings.some(({ severity }) => severity === 'block'),
  };
}

/** What people took upon themselves for this content; of another, nobody took anything. */
export const overridesFor = ({ report, contentHash }: Pick<Campaign, 'report' | 'contentHash'>): readonly Override[] =>
  report?.contentHash === contentHash ? report.overrides : [];

/** What is wrong with overrides that somebody asks for, by their place. */
export const wrongOverrides = (
  asked: readonly Pick<Override, 'rule' | 'where'>[],
  findings: readonly Finding[],
): { readonly path: string; readonly message: string }[] =>
  asked.flatMap((each, at) => {
    const found = findings.filter(about(each)).map(({ severity }) => severity);
    if (found.includes('block'))
      return [
        { path: `overrides.${at}`, message: `is about ${each.rule}, which nobody can override: it has to be mended` },
      ];
    return found.length === 0
      ? [{ path: `overrides.${at}`, message: `is about ${each.rule} at ${each.where}, of which there is no warning` }]
      : [];
  });
