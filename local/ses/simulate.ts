/** What becomes of a mail: `Send` and then these, in order. */
export type Fate = readonly Happening[];

export type Happening =
  | { readonly event: 'Delivery' }
  | { readonly event: 'DeliveryDelay' }
  | { readonly event: 'Reject' }
  | { readonly event: 'Complaint'; readonly feedbackType: string }
  | { readonly event: 'Bounce'; readonly type: 'Permanent' | 'Transient'; readonly subType: string };

const delivered: Happening = { event: 'Delivery' };

/**
 * The mailbox simulator of SES: each local part, with or without `+label`, at simulator.amazonses.com. The last four are
 * ours: SES has no addresses for them.
 */
const fates: Readonly<Record<string, Fate>> = {
  success: [delivered],
  bounce: [{ event: 'Bounce', type: 'Permanent', subType: 'General' }],
  complaint: [delivered, { event: 'Complaint', feedbackType: 'abuse' }],
  // An automatic reply comes back as a soft bounce of a mail that was delivered.
  ooto: [delivered, { event: 'Bounce', type: 'Transient', subType: 'General' }],
  suppressionlist: [{ event: 'Bounce', type: 'Permanent', subType: 'Suppressed' }],
  softbounce: [{ event: 'DeliveryDelay' }, { event: 'Bounce', type: 'Transient', subType: 'MailboxFull' }],
  reject: [{ event: 'Reject' }],
  silent: [],
  notspam: [delivered, { event: 'Complaint', feedbackType: 'not-spam' }],
};

export function fateOf(address: string, onSuppressionList: boolean): Fate {
  if (onSuppressionList) return [{ event: 'Bounce', type: 'Permanent', subType: 'OnAccountSuppressionList' }];
  const [local = '', domain] = address.toLowerCase().split('@');
  const simulated = domain === 'simulator.amazonses.com' ? fates[local.split('+')[0] ?? ''] : undefined;
  return simulated ?? [delivered];
}
