import { describe, expect, it } from 'vitest';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { reachedCap } from '#lambdas/sending/rules/frequency.ts';

const since = '2026-11-18T09:00:00.000Z';
const contactId = 'contactcontact01';
const message = (more: Partial<MessageRecord>): MessageRecord => ({
  v: 1,
  messageId: 'm',
  purpose: 'campaign',
  clientId: 'harbourbooks0001',
  contactId,
  status: 'sent',
  statusRank: 3,
  claimedAt: '2026-11-20T09:00:00.000Z',
  statusAt: '2026-11-20T09:00:00.000Z',
  ...more,
});
const reached = (more: Partial<MessageRecord>) => reachedCap([message(more)], { messages: 1, days: 7 }, since);

describe('a message counts toward the cap', () => {
  it.each([
    ['when SES took it', { status: 'sent' }],
    ['whatever became of it there', { status: 'bounced', sesMessageId: 'ses-1' }],
    ['when SES may have it', { status: 'unknown' }],
    ['while a worker has it in hand', { status: 'claimed' }],
    ['at the first instant', { claimedAt: since }],
  ] as const)('%s', (_, more) => {
    expect(reached(more)).toEqual(new Set([contactId]));
  });

  it.each([
    ['when the person was skipped', { status: 'refused', because: 'unsubscribed' }],
    ['when SES refused it', { status: 'rejected' }],
    ['when it was given back', { status: 'waiting' }],
    ['when it is older', { claimedAt: '2026-11-18T08:59:59.999Z' }],
    ['when it is about no contact', { contactId: undefined }],
  ] as const)('and does not %s', (_, more) => {
    expect(reached(more)).toEqual(new Set());
  });
});

it('is reached by as many as it says', () => {
  const cap = { messages: 2, days: 7 };
  expect(reachedCap([message({})], cap, since).size).toBe(0);
  expect(reachedCap([message({}), message({})], cap, since)).toEqual(new Set([contactId]));
  expect(reachedCap([message({}), message({ contactId: 'contactcontact02' })], cap, since).size).toBe(0);
});
