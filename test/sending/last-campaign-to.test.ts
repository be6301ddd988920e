import { describe, expect, it } from 'vitest';
import { deliveryTable, messageKey, runOfClientKey } from '#lambdas/platform/keys/delivery.ts';
import { day, later } from '#lambdas/platform/clock.ts';
import { rankOf } from '#lambdas/platform/message-log.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { lastCampaignTo } from '#lambdas/sending/last-campaign-to.ts';
import { messageIdOf } from '#lambdas/sending/rules/names.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { id, listId } from '#test/support/people.ts';

const table = deliveryTable.name;
const clientId = 'harbourbooks0001';
const at = '2026-11-25T09:00:00.000Z';

function world() {
  const tables = new MemoryTables();
  const contactId = id();
  /** A campaign that was sent to this person so many days ago. */
  const sent = (days: number, status: MessageRecord['status'] = 'delivered', list = listId): string => {
    const campaignId = id();
    const claimedAt = later(at, -days * day);
    const messageId = messageIdOf(campaignId, contactId);
    tables.seed(table, { ...runOfClientKey(clientId, claimedAt, campaignId), v: 1, campaignId });
    tables.seed(table, {
      ...messageKey(messageId),
      ...{
        v: 1,
        messageId,
        purpose: 'campaign',
        clientId,
        contactId,
        campaignId,
        listId: list,
        part: '0-0',
        place: 0,
        variant: 'a',
      },
      ...{ status, statusRank: rankOf(status), claimedAt, statusAt: claimedAt },
    });
    return campaignId;
  };
  const last = (of?: string, when = at) =>
    lastCampaignTo(tables.client, { clientId, contactId, listId: of, at: when }, table);
  return { sent, last };
}

describe('the campaign that reached somebody last', () => {
  it('is the newest of those that did', async () => {
    const { sent, last } = world();
    sent(3);
    const newest = sent(1, 'clicked');
    sent(0.5, 'refused');
    expect(await last()).toBe(newest);
  });

  it('is none when it is long ago, or came later', async () => {
    const long = world();
    long.sent(8);
    expect(await long.last()).toBeUndefined();
    const late = world();
    late.sent(1);
    expect(await late.last(undefined, later(at, -2 * day))).toBeUndefined();
  });

  it('is of the list that they left, where they left one', async () => {
    const { sent, last } = world();
    const own = sent(3);
    const other = sent(1, 'delivered', 'otherotherother1');
    expect(await last(listId)).toBe(own);
    expect(await last()).toBe(other);
  });
});
