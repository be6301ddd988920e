import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicAttached } from '#contract/reporting.ts';
import type { Feedback } from '#lambdas/abuse/file-feedback.ts';
import type { DigestReport } from '#lambdas/forwarding/stop-digest.ts';
import type { ContactSoftBounce } from '#lambdas/consent/count-soft-bounce.ts';
import type { ContactSuppression } from '#lambdas/consent/suppress-contact.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { rankOf } from '#lambdas/platform/message-log.ts';
import { recordOutcome } from '#lambdas/reporting/record-outcomes.ts';
import { outcomeOf } from '#lambdas/reporting/rules/outcome-of.ts';
import { redacted } from '#lambdas/reporting/rules/redacted.ts';
import { reportedIn } from '#lambdas/reporting/rules/reported-in.ts';
import { messagesInMemory } from '#test/support/message-log.ts';
import { bounce, bounced, complaint, events, parsed, sesEvent } from '#test/support/ses-events.ts';

const messageId = 'contactcontact01-1';

async function setUp({ claimed = true, suppressionFails = false, agrees = true } = {}) {
  const messages = messagesInMemory();
  if (claimed)
    await messages.claim(
      { messageId, purpose: 'confirm', clientId: 'harbourbooks0001', contactId: 'contactcontact01' },
      '2026-11-24T09:00:00.000Z',
    );
  const suppressed: ContactSuppression[] = [];
  const stopped: DigestReport[] = [];
  const soft: string[] = [];
  const filed: Feedback[] = [];
  const parked: unknown[] = [];
  const counted: string[] = [];
  const app = {
    messages,
    suppress: (suppression: ContactSuppression) => {
      if (suppressionFails) return Promise.reject(new Error('the table is throttled'));
      suppressed.push(suppression);
      return Promise.resolve();
    },
    stopDigest: (report: DigestReport) => {
      stopped.push(report);
      return Promise.resolve();
    },
    fileFeedback: (feedback: Feedback) => Promise.resolve(void filed.push(feedback)),
    countSoftBounce: ({ contactId }: ContactSoftBounce) => Promise.resolve(void soft.push(contactId)),
    parked: () => ({
      send: (message: unknown) => Promise.resolve(void parked.push(message)),
      sendAll: () => Promise.resolve(),
    }),
    agreesToCounting: () => Promise.resolve(agrees),
    count: (name: string, _by: unknown, amount = 1) => (amount > 0 ? counted.push(name) : undefined),
    keys: () => Promise.resolve(addressKeys('a secret of at least thirty-two characters')),
    archive: { put: () => Promise.resolve() },
  };
  return {
    app,
    parked,
    filed,
    soft,
    suppressed,
    stopped,
    counted,
    record: (event: unknown) => recordOutcome(event, app),
    messages,
  };
}

describe('any order and any doubling of events', () => {
  const all = Object.values(events).map(parsed);

  it('ends at the same status: the highest', async () => {
    const some = fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 });
    const told = some.chain((set) =>
      fc
        .array(fc.constantFrom(...set), { maxLength: 8 })
        .chain((more) => fc.shuffledSubarray([...set, ...more], { minLength: set.length + more.length })),
    );
    await fc.assert(
      fc.asyncProperty(told, async (order) => {
        const { app, messages, counted } = await setUp();
        for (const event of order) await recordOutcome(event, app);
        const ranks = order.map((event) => rankOf(outcomeOf(event).status!));
        expect(messages.records.get(messageId)?.statusRank).toBe(Math.max(...ranks));
        expect(new Set(counted).size).toBe(counted.length);
      }),
    );
  });
});

describe('a hard bounce or complaint', () => {
  it('suppresses the contact, and again when it is told again before it was recorded, and then no more', async () => {
    const { record, suppressed } = await setUp();
    await Promise.all([record(events.hardBounce), record(events.hardBounce)]);
    await record(events.hardBounce);
    expect(suppressed).toEqual([
      { contactId: 'contactcontact01', reason: 'hard_bounce', scope: 'mailbox' },
      { contactId: 'contactcontact01', reason: 'hard_bounce', scope: 'mailbox' },
    ]);
  });

  it('finds the contact by the message when the event does not name it', async () => {
    const { app, suppressed } = await setUp();
    const { mail, ...rest } = parsed(complaint('abuse'));
    await recordOutcome(parsed({ ...rest, mail: { ...mail, tags: { message: [messageId] } } }), app);
    expect(suppressed).toEqual([{ contactId: 'contactcontact01', reason: 'complaint', scope: 'client' }]);
  });

  it('is not recorded when the person could not be suppressed: it is told again', async () => {
    const { record, messages } = await setUp({ suppressionFails: true });
    await expect(record(events.complaint)).rejects.toThrow('throttled');
    expect(messages.records.get(messageId)?.status).toBe('claimed');
  });

  it('suppresses even where its message is not known, and is kept for people', async () => {
    const { record, suppressed } = await setUp({ claimed: false });
    await expect(record(events.complaint)).rejects.toThrow('nobody claimed');
    expect(suppressed).toHaveLength(1);
  });
});

describe('a complaint', () => {
  it('is filed as a report about its client, without who complained; one taken back is none, nor is a bounce', async () => {
    const { record, filed } = await setUp();
    await record(complaint('not-spam'));
    await record(events.hardBounce);
    expect(filed).toEqual([]);
    await record(complaint('fraud'));
    const at = '2026-11-24T09:00:07.000Z';
    expect(filed).toEqual([{ messageId, clientId: 'harbourbooks0001', campaignId: undefined, at, type: 'fraud' }]);
  });

  it('is filed only once the person is suppressed', async () => {
    const { record, filed } = await setUp({ suppressionFails: true });
    await expect(record(events.complaint)).rejects.toThrow('throttled');
    expect(filed).toEqual([]);
  });
});

it('a soft bounce counts against the mailbox; an automatic reply, a mail too large and a complaint taken back do not', async () => {
  const full = await setUp();
  await full.record(events.softBounce);
  expect([full.soft, full.suppressed]).toEqual([['contactcontact01'], []]);

  const { record, soft, suppressed } = await setUp();
  await record(bounce('Transient', 'MessageTooLarge'));
  await record(events.delivery);
  for (const event of [bounce('Transient', 'General'), complaint('not-spam'), events.delay]) await record(event);
  expect([soft, suppressed]).toEqual([[], []]);
});

it('a mail to the client itself bounces without suppressing anybody, and stops its digest, once', async () => {
  const { app, messages, suppressed, stopped } = await setUp({ claimed: false });
  const digest = { messageId: 'digest-1', purpose: 'digest', clientId: 'harbourbooks0001', contactId: undefined };
  await messages.claim(digest, '2026-11-24T09:00:00.000Z');
  const event = sesEvent('Bounce', bounced('Permanent', 'NoEmail'), { message: ['digest-1'] });
  const { contact: _, ...tags } = event.mail.tags;
  for (let told = 0; told < 2; told++) await recordOutcome(parsed({ ...event, mail: { ...event.mail, tags } }), app);
  expect(suppressed).toEqual([]);
  expect(stopped).toEqual([{ clientId: 'harbourbooks0001', messageId: 'digest-1', reason: 'hard_bounce' }]);
  expect(messages.records.get('digest-1')?.status).toBe('bounced');
});

it('what is known already is not written again: most of what SES says of sending is', async () => {
  const { app, messages } = await setUp();
  let raises = 0;
  const counting = {
    ...app,
    messages: {
      find: (id: string) => messages.find(id),
      raise: (...about: Parameters<typeof messages.raise>) => {
        raises++;
        return messages.raise(...about);
      },
    },
  };
  for (const event of [
    events.send,
    events.send,
    events.delivery,
    events.send,
    events.delivery,
    events.open,
    events.open,
  ])
    await recordOutcome(event, counting);
  expect(raises).toBe(3);
});

it('the greeting of a new topic says nothing', async () => {
  const { app, counted } = await setUp({ claimed: false });
  await recordOutcome(topicAttached, app);
  expect(counted).toEqual([]);
});

it('what Firehose did not take is told again: the archive gets the same line, and nothing else happens twice', async () => {
  const { record, suppressed, counted } = await setUp();
  const line = await record(events.hardBounce);
  expect(line).toMatchObject({ outcome: 'bounced', client: 'harbourbooks0001', because: 'General' });
  expect(await record(events.hardBounce)).toEqual(line);
  expect([suppressed.length, counted]).toEqual([1, ['MailBounced']]);
});

it('the archive gets nothing of who took the agreement back, of what was taken back, or of what nobody knows', async () => {
  const { record } = await setUp({ agrees: false });
  for (const event of [events.open, events.click, complaint('not-spam'), sesEvent('Advertised', {})])
    expect(await record(event)).toBeUndefined();
});

describe('a shape that is not known', () => {
  it.each([
    ['a new type', sesEvent('Advertised', { advert: { ipAddress: '203.0.113.77', to: ['noor@example.net'] } })],
    ['a bounce without type', sesEvent('Bounce', { bounce: { timestamp: 'x' } })],
    ['a text', 'Hello noor@example.net'],
    ['nothing', null],
  ])('is parked with its cause, without addresses: %s', async (_, event) => {
    const { record, parked, counted } = await setUp();
    await record(event);
    expect(parked).toEqual([expect.objectContaining({ parkedBecause: expect.stringMatching(/./) as string })]);
    expect(JSON.stringify(parked)).not.toMatch(/@|203\.0\.113/);
    expect(counted).toEqual(['MailEventUnknown']);
  });

  it('never breaks the reading, and what is kept of it has no address', () => {
    const address = fc.constantFrom('noor@example.net', '203.0.113.77', '2001:db8::77', 'https://a.example/?t=1');
    fc.assert(
      fc.property(fc.anything({ values: [fc.string(), fc.integer(), address] }), (any) => {
        expect(['event', 'nothing', 'unknown']).toContain(reportedIn(any).kind);
        expect(JSON.stringify([redacted(any)])).not.toMatch(/noor@|203\.0\.113|2001:db8::|a\.example/);
      }),
    );
  });

  it('is not one that SNS or EventBridge only wrapped', () => {
    const event = parsed(events.hardBounce);
    const sns = { Type: 'Notification', Message: JSON.stringify(events.hardBounce) };
    const bridge = { 'detail-type': 'Email Bounced', source: 'aws.ses', detail: events.hardBounce };
    for (const way of [events.hardBounce, sns, bridge]) expect(reportedIn(way)).toEqual({ kind: 'event', event });
    expect(reportedIn({ Type: 'Notification', Message: topicAttached }).kind).toBe('nothing');
  });
});
