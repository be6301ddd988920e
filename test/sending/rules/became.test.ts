import { describe, expect, it } from 'vitest';
import { messageStatus } from '#contract/reporting.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { becameBy, becameOf, counted } from '#lambdas/sending/rules/became.ts';

const record = (overrides: Partial<MessageRecord>): MessageRecord => ({
  v: 1,
  messageId: 'campaigncampaig1-contactcontact01',
  purpose: 'campaign',
  clientId: 'harbourbooks0001',
  status: 'sent',
  statusRank: 3,
  claimedAt: '2026-11-24T09:00:00.000Z',
  statusAt: '2026-11-24T09:00:00.000Z',
  ...overrides,
});

describe('what became of a person', () => {
  it.each([
    ['waiting', undefined],
    ['claimed', undefined],
    ['unknown', { as: 'unknown' }],
    ['sent', { as: 'sent' }],
    ['bounced', { as: 'sent' }],
    ['complained', { as: 'sent' }],
    ['refused', { as: 'skipped', because: 'unsubscribed' }],
    ['rejected', { as: 'failed', because: 'unsubscribed' }],
  ] as const)('whose message is %s', (status, expected) => {
    expect(becameOf(record({ status, because: 'unsubscribed' }))).toEqual(expected);
  });

  it('is that they were sent it, once SES has said that it has it, whatever came of that', () => {
    for (const status of messageStatus.options)
      expect(becameOf(record({ status, sesMessageId: 'ses-1' }))).toEqual({ as: 'sent' });
  });

  it('is told by the transport, or by the record where that alone knows the reason', () => {
    expect(becameBy({ sent: true, sesMessageId: 'ses-1' })).toEqual({ as: 'sent' });
    expect(becameBy({ sent: false, because: 'complaint' })).toEqual({ as: 'skipped', because: 'complaint' });
    expect(becameBy({ sent: false, because: 'unknown' })).toEqual({ as: 'unknown' });
    for (const because of ['rejected', 'refused', 'sent_before'])
      expect(becameBy({ sent: false, because })).toBeUndefined();
  });

  it('is counted by reason', () => {
    const skipped = { as: 'skipped', because: 'complaint' } as const;
    expect(counted([{ as: 'sent' }, skipped, skipped, { as: 'failed', because: 'x' }, { as: 'unknown' }])).toEqual({
      sent: 1,
      skipped: { complaint: 2 },
      failed: { x: 1 },
      unknown: 1,
    });
  });
});
