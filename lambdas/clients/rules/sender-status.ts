import type { DnsRecord, SenderStatus } from '#contract/senders.ts';

/** What SES says of a domain; `gone` when it has no identity of this client's. */
export type SesView =
  | 'gone'
  | {
      /** Whether SES would take mail from it. */
      readonly verified: boolean;
      /** `PENDING`, `SUCCESS`, `FAILED`, `TEMPORARY_FAILURE`, `NOT_STARTED` */
      readonly dkim: string;
      /** The same, without the last. */
      readonly mailFrom: string;
    };

export interface SenderLook {
  readonly ses: SesView;
  readonly found: readonly DnsRecord['found'][];
}

/**
 * ML-21: ready only when SES and the DNS both say so of every part: DKIM (ML-06), DMARC (ML-07), MAIL FROM with SPF (ML-08).
 * What was ready breaks when something is known to be wrong. That nobody could say proves nothing, either way.
 */
export function statusAfter(before: SenderStatus, look: SenderLook): SenderStatus {
  if (allWell(look)) return 'ready';
  if (before === 'waiting') return 'waiting';
  return somethingWrong(look) ? 'broken' : before;
}

const allWell = ({ ses, found }: SenderLook): boolean =>
  ses !== 'gone' &&
  ses.verified &&
  ses.dkim === 'SUCCESS' &&
  ses.mailFrom === 'SUCCESS' &&
  found.length > 0 &&
  found.every((each) => each === 'yes');

/** While SES looks once more, it says so by these. */
const undecided = ['PENDING', 'TEMPORARY_FAILURE'];

const somethingWrong = ({ ses, found }: SenderLook): boolean =>
  ses === 'gone' ||
  !ses.verified ||
  [ses.dkim, ses.mailFrom].some((status) => status !== 'SUCCESS' && !undecided.includes(status)) ||
  found.some((each) => each === 'no' || each === 'other');
