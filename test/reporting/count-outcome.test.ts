import { describe, expect, it } from 'vitest';
import type { MessageStatus } from '#contract/reporting.ts';
import { countOutcome } from '#lambdas/reporting/count-outcome.ts';

function averagesAfter(...statuses: MessageStatus[]): Record<string, number> {
  const values: Record<string, number[]> = {};
  const about = { client: 'harbour', provider: 'google' } as const;
  for (const status of statuses)
    countOutcome((name, _by, amount = 1) => void (values[name] ??= []).push(amount), status, about);
  return Object.fromEntries(
    Object.entries(values).map(([name, all]) => [name, all.reduce((sum, one) => sum + one, 0) / all.length]),
  );
}

describe('what is counted of outcomes', () => {
  it('is a share when it is averaged: three arrive, one bounces', () => {
    expect(averagesAfter('delivered', 'delivered', 'delivered', 'bounced')).toEqual({
      MailDelivered: 0.75,
      MailBounced: 0.25,
      MailComplained: 0,
    });
  });

  it('counts a complaint beside its delivery', () => {
    expect(averagesAfter('delivered', 'complained').MailComplained).toBe(0.5);
  });

  it('is nothing for what says nothing of arriving', () => {
    expect(averagesAfter('sent', 'opened', 'clicked', 'soft_bounced', 'suppressed')).toEqual({});
  });
});
