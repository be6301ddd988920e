import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ArchivedOutcome } from '#contract/archive.ts';
import { mailProviders } from '#contract/figures.ts';
import type { Figures } from '#contract/figures.ts';
import { messageEvent } from '#contract/reporting.ts';
import type { MessageEvent } from '#contract/reporting.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { figuresStore } from '#lambdas/reporting/figures-store.ts';
import { foldFigures } from '#lambdas/reporting/fold-figures.ts';
import { recordOutcome } from '#lambdas/reporting/record-outcomes.ts';
import { messagesIn, recount } from '#lambdas/reporting/rules/recount.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { messagesInMemory } from '#test/support/message-log.ts';

process.env[deliveryTable.environment] = deliveryTable.name;

const clientId = 'harbourbooks0001';
const campaignId = 'campaigncampaig1';
const began = Date.UTC(2026, 10, 24, 9);
const time = fc.nat({ max: 8 * 3_600_000 }).map((ms) => new Date(began + ms).toISOString());
const program = fc.constantFrom('Mozilla/5.0', '', 'Barracuda', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0');

const said = fc.oneof(
  time.map((timestamp) => ({ eventType: 'Delivery', delivery: { timestamp } })),
  time.map((timestamp) => ({ eventType: 'DeliveryDelay', deliveryDelay: { timestamp, delayType: 'MailboxFull' } })),
  fc.record({
    eventType: fc.constant('Bounce'),
    bounce: fc.record({
      timestamp: time,
      bounceType: fc.constantFrom('Permanent', 'Transient'),
      bounceSubType: fc.constantFrom('General', 'Suppressed', 'EmailValidationSuppressed'),
    }),
  }),
  time.map((timestamp) => ({ eventType: 'Complaint', complaint: { timestamp, complaintFeedbackType: 'abuse' } })),
  fc.record({ eventType: fc.constant('Open'), open: fc.record({ timestamp: time, userAgent: program }) }),
  fc.record({
    eventType: fc.constant('Click'),
    click: fc.record({
      timestamp: time,
      userAgent: program,
      linkTags: fc.record({ link: fc.nat({ max: 4 }).map((link) => [String(link)]) }),
    }),
  }),
);

/** Some messages and what SES says of them: that it was sent, and of all else but openings and clicks one at most. */
const told = fc
  .array(
    fc.record({
      variant: fc.constantFrom('a' as const, 'b' as const),
      provider: fc.constantFrom(...mailProviders),
      events: fc.uniqueArray(said, {
        minLength: 1,
        maxLength: 8,
        selector: ({ eventType }) => (['Open', 'Click'].includes(eventType) ? {} : eventType),
      }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .chain((messages) => {
    const all = messages.flatMap(({ events }, place) =>
      [{ eventType: 'Send' }, ...events].map((event): MessageEvent =>
        messageEvent.parse({
          mail: {
            messageId: `ses-${place}`,
            timestamp: new Date(began).toISOString(),
            tags: { message: [`${campaignId}-${place}`] },
          },
          ...event,
        }),
      ),
    );
    return fc.record({
      messages: fc.constant(messages),
      order: fc
        .array(fc.constantFrom(...all), { maxLength: 10 })
        .chain((more) => fc.shuffledSubarray([...all, ...more], { minLength: all.length + more.length })),
    });
  });

it('a replay of the archive gives the figures that were counted, in any order and doubled', async () => {
  await fc.assert(
    fc.asyncProperty(told, fc.infiniteStream(fc.nat()), async ({ messages, order }, chance: fc.Stream<number>) => {
      const log = messagesInMemory();
      for (const [place, { variant, provider }] of messages.entries()) {
        const messageId = `${campaignId}-${place}`;
        const counted = { campaignId, listId: 'listlistlistlis1', part: '0-0', place, variant };
        await log.claim(
          { messageId, purpose: 'campaign', clientId, counted, contactId: `contactcontact${place + 10}` },
          at(0),
        );
        await log.raise(messageId, { status: 'sent', at: at(0), facts: { provider } });
      }
      const lines: ArchivedOutcome[] = [];
      for (const event of order) {
        const line = await recordOutcome(event, recorder(log));
        if (line) lines.push(line);
      }

      const figures = figuresStore(new MemoryTables().client);
      const looks = [...log.records.values()].map((record) => ({
        ...record,
        campaignId,
        part: '0-0',
        place: record.place ?? 0,
        variant: record.variant ?? 'a',
      }));
      await foldFigures(looks, { ...folder, figures });

      const shuffled = [...lines, ...lines.slice(0, 3)]
        .map((line) => ({ line, by: Number(chance.next().value) }))
        .toSorted((one, other) => one.by - other.by)
        .map(({ line }) => line);
      const recounted = recount(messagesIn(shuffled).values());
      expect(Object.fromEntries(recounted)).toEqual(countersOf(await figures.figures(campaignId)));
    }),
    { numRuns: 200 },
  );
});

it('leaves out what is of no campaign', () => {
  expect(messagesIn([{ message: 'm', outcome: 'sent' } as ArchivedOutcome]).size).toBe(0);
});

type Groups = Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;

/** As they were counted, before they were put in order. */
function countersOf({ variants, providers, links, hours }: Figures): Record<string, number> {
  const all: [string, Groups][] = [
    ['TOTALS', { ...variants, ...providers }],
    ['LINKS', links],
    ['HOURS', hours],
  ];
  const counted = all.flatMap(([of, groups]) =>
    Object.entries(groups).flatMap(([which, counts = {}]) =>
      Object.entries(counts).map(([name, amount]) => [`${of}${placeOf(of, which)}.${name}`, amount] as const),
    ),
  );
  return Object.fromEntries(counted.filter(([, amount]) => amount !== 0));
}

/** Hours stand by day. */
const placeOf = (of: string, which: string): string => (of === 'HOURS' ? `#${which.replace('T', ' ')}` : ` ${which}`);

const at = (ms: number): string => new Date(began + ms).toISOString();
const nothing = () => Promise.resolve();
const folder = {
  clock: { now: () => at(0) },
  log: { info: () => {}, error: () => {} },
  pause: nothing,
  watch: nothing,
};
const keys = addressKeys('a secret of at least thirty-two characters');
const recorder = (messages: ReturnType<typeof messagesInMemory>) => ({
  messages,
  suppress: nothing,
  countSoftBounce: nothing,
  stopDigest: nothing,
  fileFeedback: nothing,
  agreesToCounting: () => Promise.resolve(true),
  parked: () => ({ send: nothing, sendAll: nothing }),
  count: () => {},
  keys: () => Promise.resolve(keys),
  archive: { put: nothing },
});
