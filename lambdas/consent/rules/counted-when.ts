import { agreed } from './may-send.ts';
import type { Subscription } from './standing.ts';

/**
 * SES counts opens and clicks by one configuration set: who agreed to one of the two would be counted in both. So a mail
 * is counted only for those who agreed to both (decision 7).
 */
export const countedWhen = (subscription: Subscription): boolean =>
  agreed(subscription, 'open_tracking') && agreed(subscription, 'click_tracking');
