import { clientId } from '#contract/common.ts';

/**
 * Each client has an abuse mailbox of its own: `abuse+<24 hexadecimal digits>@…`. They are the client's id; mail programs
 * may lower-case a local part, and an id would not survive that.
 */
export const abuseMailboxOf = (id: string, domain: string): string =>
  `abuse+${Buffer.from(id, 'base64url').toString('hex')}@${domain}`;

/** @returns undefined for the mailbox without a label, and for a label that is none of ours */
export function clientOfMailbox(address: string): string | undefined {
  const label = /^abuse\+([0-9a-f]{24})@/i.exec(address)?.[1];
  if (label === undefined) return undefined;
  return clientId.safeParse(Buffer.from(label, 'hex').toString('base64url')).data;
}
