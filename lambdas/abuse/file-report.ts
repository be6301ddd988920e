import { createHash } from 'node:crypto';
import type { AbuseReport } from '#contract/abuse.ts';
import { sortableTime } from '#lambdas/platform/ids.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import { open, seal } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import type { AbuseStore, KeptReport } from './abuse-store.ts';

export interface FilePorts {
  readonly reports: Pick<AbuseStore, 'add'>;
  readonly sealer: () => Promise<Sealer>;
  readonly count: Count;
}

/** Keeps a report, once: what comes twice with the same id is one. */
export async function fileReport(app: FilePorts, { text, sender, replyTo, ...report }: AbuseReport): Promise<void> {
  const isWritten = (text ?? sender ?? replyTo) !== undefined;
  const details = isWritten ? await sealed(app, report.reportId, { text, sender, replyTo }) : {};
  const kept: KeptReport = { v: 1, ...report, ...details };
  if (await app.reports.add(kept)) app.count('AbuseReported', { way: report.way });
}

type Details = Pick<AbuseReport, 'text' | 'sender' | 'replyTo'>;

async function sealed(app: FilePorts, reportId: string, details: Details) {
  const sealing = await app.sealer();
  const salt = sealing.newSalt();
  return { salt, sealed: seal(sealing.keyOf(salt, reportId), placeOf(reportId), details) };
}

/** With what the person wrote, for the operator's eyes. */
export async function opened(
  sealer: () => Promise<Sealer>,
  { v: _, salt, sealed: closed, ...report }: KeptReport,
): Promise<AbuseReport> {
  if (salt === undefined || closed === undefined) return report;
  const key = (await sealer()).keyOf(salt, report.reportId);
  return Object.assign(report, open(key, placeOf(report.reportId), closed));
}

const placeOf = (reportId: string) => ({ contactId: reportId, seq: 0 });

/** Told twice of the same, a report has the same id; it sorts by time, as all of them do. */
export const reportIdOf = (at: string, of: string): string =>
  sortableTime(at) + createHash('sha256').update(of).digest('base64url').slice(0, 7);
