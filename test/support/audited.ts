import type { DigestSetting } from '#lambdas/forwarding/rules/digest-setting.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { id } from './people.ts';

/** Whoever changes a client's things in a test. */
export const byTest = (clientId: string, at = '2026-11-24T09:00:00.000Z', action = 'test'): Audited => ({
  entry: { clientId, actor: 'test', action, subject: 'test' },
  stamp: { at, id: id() },
});

/** A digest that is on. @param confirmedAt absent: its address was asked, and has not answered */
export const digestOn = (address: string, confirmedAt?: string): DigestSetting => ({
  enabled: true,
  address,
  askId: id(),
  confirmedAt,
  askedAt: [],
});
