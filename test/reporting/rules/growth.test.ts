import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsentEvent, Evidence } from '#contract/consent.ts';
import { afterImport } from '#lambdas/consent/rules/after-import.ts';
import {
  afterConfirmation,
  afterDenial,
  afterErasure,
  afterExpiry,
  afterPreferences,
  afterRequest,
  afterStop,
} from '#lambdas/consent/rules/standing-after.ts';
import type { Step } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { membersOf } from '#lambdas/contacts/rules/member-of.ts';
import { growthOf, growthTogether, netOf } from '#lambdas/reporting/rules/growth.ts';
import { growthCounts } from '#contract/growth.ts';
import { asked, id, person } from '#test/support/people.ts';

const lists = ['lettersletters01', 'lettersletters02', 'lettersletters03'] as const;
const when = (step: number): string => new Date(Date.UTC(2026, 10, 1) + step * 7 * 3_600_000).toISOString();

/** Evidence of what an import says of a person; `undefined` has none. */
const evidences: readonly (Evidence | undefined)[] = [
  undefined,
  { basis: 'consent', givenAt: '2026-10-01', how: 'on paper' },
  { basis: 'implied', impliedFrom: 'inquiry', at: '2026-10-20' },
  { basis: 'transactional', order: 'A1' },
];

const act = fc.record({
  kind: fc.constantFrom(
    'ask',
    'ask by api',
    'confirm',
    'deny',
    'one click',
    'mail',
    'complain',
    'bounce',
    'tick',
    'untick',
    'import',
    'expire',
    'erase',
  ),
  listId: fc.constantFrom(...lists),
  evidence: fc.constantFrom(...evidences),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What people do, one after the other; what they cannot do changes nothing. */
function live(acts: readonly Act[]) {
  const ada = person();
  const events: ConsentEvent[] = [];
  let standing: Standing | undefined;
  const on: ReadonlySet<string>[] = [];
  acts.forEach((each, index) => {
    const step = stepOf(each, index, standing, ada);
    if (!step) return;
    events.push(step.event);
    standing = step.standing;
    on.push(onLists(standing));
  });
  return { events, on };
}

const onLists = (standing: Standing): ReadonlySet<string> =>
  new Set(membersOf(standing).flatMap(({ listId, status }) => (status === 'subscribed' ? [listId] : [])));

function stepOf(
  { kind, listId, evidence }: Act,
  index: number,
  before: Standing | undefined,
  ada: ReturnType<typeof person>,
): Step | undefined {
  const at = when(index);
  if (before?.stopped?.reason === 'erased') return undefined;
  const own = before?.lists[listId];
  if (kind === 'ask' || kind === 'ask by api') {
    const channel = kind === 'ask' ? ('form' as const) : ('api' as const);
    return afterRequest(
      before,
      ada.known,
      asked(['marketing_email'], { listId, at, channel }),
      ada.sealFor,
      1_900_000_000,
    );
  }
  if (kind === 'import') {
    const row = {
      importId: id(),
      line: 1,
      listId,
      at,
      language: 'en' as const,
      noticeId: id(),
      noticeSha256: 'n'.repeat(43),
      evidence,
    };
    const { write } = afterImport(before, ada.known, row, ada.sealFor) as { write?: { step?: Step } };
    return write?.step;
  }
  if (!before) return undefined;
  const stop = (reason: 'unsubscribed' | 'complaint' | 'hard_bounce', channel: ConsentEvent['channel']) =>
    afterStop(before, { reason, channel, at, entityId: 'person' });
  switch (kind) {
    case 'confirm':
      // As confirm-subscription.ts: only mail that may be sent has a link, so a stop for good is never confirmed away.
      return own?.pending && (before.stopped === undefined || before.stopped.reason === 'unsubscribed')
        ? afterConfirmation(before, listId, own.pending, at, ada.sealFor)
        : undefined;
    case 'deny':
      return own?.pending ? afterDenial(before, listId, own.pending, at) : undefined;
    case 'one click':
      return stop('unsubscribed', 'one_click');
    case 'mail':
      return stop('unsubscribed', 'mailto');
    case 'complain':
      return stop('complaint', 'complaint');
    case 'bounce':
      return stop('hard_bounce', 'bounce');
    case 'tick':
    case 'untick':
      // As rules/choices.ts: the page shows no list that they never were on.
      return own?.purposes.some(({ state }) => ['given', 'withdrawn', 'expired'].includes(state))
        ? afterPreferences(before, listId, kind === 'tick' ? ['marketing_email'] : [], at)
        : undefined;
    case 'expire':
      return afterExpiry(before, listId, '2029-01-01T00:00:00.000Z');
    case 'erase':
      return afterErasure(before, at);
  }
}

describe('the growth of lists', () => {
  it('is, event by event, what the standing says of who is on which list', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const { events, on } = live(acts);
        const grown = growthOf(events);
        expect(grown.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
        for (const listId of lists) {
          let net = 0;
          grown.forEach(({ counts }, index) => {
            const ofList = counts.filter((each) => each.listId === listId).map(({ name }) => ({ [name]: 1 }));
            net += netOf(growthTogether(ofList.map((each) => growthCounts.parse(each))));
            expect([listId, events[index]?.state, net]).toEqual([
              listId,
              events[index]?.state,
              on[index]?.has(listId) ? 1 : 0,
            ]);
          });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  const named = (...kinds: Act['kind'][]) =>
    growthOf(live(kinds.map((kind) => ({ kind, listId: lists[0], evidence: evidences[1] }))).events).map(({ counts }) =>
      counts.map(({ name }) => name),
    );

  it.each<[string, Act['kind'][], string[][]]>([
    ['a form', ['ask', 'confirm'], [['requestedForm'], ['confirmed', 'addedForm']]],
    ['a page of the client’s own', ['ask by api', 'confirm'], [['requestedApi'], ['confirmed', 'addedApi']]],
    [
      'a form, twice',
      ['ask', 'confirm', 'ask', 'confirm'],
      [['requestedForm'], ['confirmed', 'addedForm'], ['requestedForm'], ['confirmed']],
    ],
    ['an import, and an unsubscribing', ['import', 'one click'], [['addedImport'], ['leftOneClick']]],
    [
      'an unsubscribing by mail, and back by preferences',
      ['import', 'mail', 'tick'],
      [['addedImport'], ['leftMail'], ['addedPreferences']],
    ],
    ['a complaint after a bounce', ['import', 'bounce', 'complain'], [['addedImport'], ['bounced']]],
    ['a denial', ['ask', 'deny'], [['requestedForm'], []]],
    ['an erasure', ['import', 'erase'], [['addedImport'], ['erased']]],
  ])('counts %s', (_, kinds, names) => {
    expect(named(...kinds)).toEqual(names);
  });
});
