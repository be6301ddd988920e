import type { MessageStatus } from '#contract/reporting.ts';
import type { MailProvider } from '#contract/figures.ts';
import type { Count } from '#lambdas/platform/metrics.ts';

/**
 * For the dashboards: a delivery and a hard bounce are an answer each, and a complaint follows a delivery. Zeros make the
 * average of each of them a share, without a second metric to divide by. The exact figures are the counters'.
 */
export function countOutcome(
  count: Count,
  status: MessageStatus,
  about: { client: string; provider: MailProvider },
): void {
  switch (status) {
    case 'delivered':
      count('MailDelivered', about, 1);
      count('MailBounced', about, 0);
      count('MailComplained', about, 0);
      break;
    case 'bounced':
      count('MailDelivered', about, 0);
      count('MailBounced', about, 1);
      break;
    case 'complained':
      count('MailComplained', about, 1);
      break;
    case 'delayed':
      count('MailDelayed', { provider: about.provider });
      break;
    default:
  }
}
