import * as z from 'zod';
import { instant, sha256 } from '#contract/common.ts';
import { digestWish } from '#contract/forwarding.ts';
import type { DigestWish } from '#contract/forwarding.ts';
import { day, later } from '#lambdas/platform/clock.ts';

/** Whether a client gets its digest, and where. */
export const digestSetting = z.object({
  ...digestWish().shape,
  /** One for each time that an address was asked: mails carry it, so that what becomes of an old one harms no new one. */
  askId: z.string().optional(),
  /** Hash of the link that confirms. It stays, so that a second press can say that it was said. */
  tokenHash: sha256.optional(),
  confirmBy: instant.optional(),
  /** Absent: whoever reads the address has not said that they want it, and nothing is sent. */
  confirmedAt: instant.optional(),
  /** As the client reads it. */
  disabledBecause: z.string().optional(),
  /** When mails that ask were sent, in the last thirty days. */
  askedAt: z.array(instant).default([]),
});
export type DigestSetting = z.output<typeof digestSetting>;

/** A client's people may mistype, and are not a way to have strangers mailed. */
export const mostAsks = 5;
const askedWithinMs = 30 * day;
const linkLastsMs = 7 * day;

export type AfterWish =
  { readonly to: DigestSetting; readonly asks: boolean } | { readonly refused: 'asked_too_often' };

/** Somebody of the client sets it. An address that has not confirmed is asked, and asked anew when it is set again. */
export function afterWish(
  before: DigestSetting | undefined,
  { enabled, address }: DigestWish,
  now: string,
  ask: { readonly askId: string; readonly tokenHash: string },
): AfterWish {
  const askedAt = (before?.askedAt ?? []).filter((at) => later(at, askedWithinMs) > now);
  if (before?.confirmedAt !== undefined && address !== undefined && address === before.address)
    return { to: { ...before, enabled, askedAt }, asks: false };
  if (!enabled) return { to: { enabled, address, askedAt }, asks: false };
  if (askedAt.length >= mostAsks) return { refused: 'asked_too_often' };
  const confirmBy = later(now, linkLastsMs);
  return { to: { enabled, address, ...ask, confirmBy, askedAt: [...askedAt, now] }, asks: true };
}

export type DigestLink =
  | { readonly kind: 'unknown' | 'expired' | 'used' }
  /** What it is once the button was pressed. */
  | { readonly kind: 'open'; readonly to: DigestSetting };

/** What a link is good for now. */
export function linkOf(setting: DigestSetting | undefined, tokenHash: string, now: string): DigestLink {
  if (setting?.tokenHash !== tokenHash || setting.confirmBy === undefined) return { kind: 'unknown' };
  if (setting.confirmedAt !== undefined) return { kind: 'used' };
  if (setting.confirmBy <= now) return { kind: 'expired' };
  return { kind: 'open', to: { ...setting, confirmedAt: now } };
}

const reasons = {
  hard_bounce: 'mail to this address came back; see whether it is right, and switch the digest on again',
  complaint: 'it was reported as unwanted from this mailbox; ask whoever reads it, or name another address',
} as const;

/**
 * What SES reports of a mail to the address switches the digest off, and the address has to confirm anew.
 * @returns undefined when the mail was of another address, or it is off already
 */
export function afterReport(
  setting: DigestSetting | undefined,
  messageId: string,
  report: keyof typeof reasons,
): DigestSetting | undefined {
  const { enabled = false, address, askId, askedAt = [] } = setting ?? {};
  if (!enabled || askId === undefined || !isMessageOf(messageId, askId)) return undefined;
  return { enabled: false, address, askedAt, disabledBecause: reasons[report] };
}

/** @returns undefined when nothing may be sent */
export const goesTo = ({
  enabled,
  address,
  askId,
  confirmedAt,
}: DigestSetting): { readonly address: string; readonly askId: string } | undefined =>
  enabled && address !== undefined && askId !== undefined && confirmedAt !== undefined ? { address, askId } : undefined;

export const askMessageId = (askId: string): string => `digest-ask-${askId}`;
export const digestMessageId = (askId: string, throughDay: string): string => `digest-${askId}-${throughDay}`;
const isMessageOf = (messageId: string, askId: string): boolean =>
  messageId === askMessageId(askId) || messageId.startsWith(digestMessageId(askId, ''));
