import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import type { Sent } from '#lambdas/platform/mail-transport.ts';
import type { Became } from './run.ts';

/** What an answer of the transport says about the person; undefined where only the message's record knows. */
export function becameBy(sent: Sent): Became | undefined {
  if (sent.sent) return { as: 'sent' };
  switch (sent.because) {
    case 'unknown':
      return { as: 'unknown' };
    case 'rejected':
    case 'refused':
    case 'sent_before':
      return undefined;
    default:
      return { as: 'skipped', because: sent.because };
  }
}

/**
 * What a message's record says about the person, for whoever comes to it again. What SES took was sent, whatever became of it
 * there: bounces are the business of reports. @returns undefined while it is not settled
 */
export function becameOf({ status, because, sesMessageId }: MessageRecord): Became | undefined {
  if (sesMessageId !== undefined) return { as: 'sent' };
  switch (status) {
    case 'waiting':
    case 'claimed':
      return undefined;
    case 'unknown':
      return { as: 'unknown' };
    case 'refused':
      return { as: 'skipped', because: because ?? 'refused' };
    case 'rejected':
    case 'failed':
      return { as: 'failed', because: because ?? status };
    default:
      return { as: 'sent' };
  }
}

export interface Counted {
  readonly sent: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  readonly unknown: number;
}

export function counted(all: readonly Became[]): Counted {
  const skipped: Record<string, number> = {};
  const failed: Record<string, number> = {};
  for (const each of all) {
    if (each.as === 'skipped') skipped[each.because] = (skipped[each.because] ?? 0) + 1;
    if (each.as === 'failed') failed[each.because] = (failed[each.because] ?? 0) + 1;
  }
  return {
    sent: all.filter(({ as }) => as === 'sent').length,
    skipped,
    failed,
    unknown: all.filter(({ as }) => as === 'unknown').length,
  };
}
