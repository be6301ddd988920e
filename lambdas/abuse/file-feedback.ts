import type { FilePorts } from './file-report.ts';
import { reportIdOf } from './file-report.ts';

/** Somebody pressed "this is spam", and their provider handed it on. */
export interface Feedback {
  readonly messageId: string;
  readonly clientId: string;
  /** Absent for a confirm mail and its like. */
  readonly campaignId: string | undefined;
  /** ISO 8601, as SES tells it: the same, however often it is told. */
  readonly at: string;
  /** What the provider calls it. */
  readonly type: string;
}

/** Kept once, without who it was: they were suppressed, and that is all that they asked for. */
export async function fileFeedback(
  { reports, count }: Pick<FilePorts, 'reports' | 'count'>,
  { messageId, clientId, campaignId, at: toldAt, type }: Feedback,
): Promise<void> {
  const at = new Date(toldAt).toISOString();
  const added = await reports.add({
    v: 1,
    reportId: reportIdOf(at, messageId),
    clientId,
    campaignId,
    way: 'feedback',
    kind: 'complaint',
    at,
    feedback: aName.test(type) ? type : 'unnamed',
  });
  if (added) count('AbuseReported', { way: 'feedback' });
}

/** Providers choose the word: what is no word of theirs is not kept. */
const aName = /^[a-z][a-z-]{0,29}$/;
