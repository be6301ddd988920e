import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintsOf, read, written } from '#lambdas/reporting/rules/activity.ts';
import type { Activity } from '#lambdas/reporting/rules/activity.ts';
import { best, classify } from '#lambdas/reporting/rules/classify.ts';

const delivered = '2026-11-24T09:00:00.000Z';
const after = (ms: number): string => new Date(Date.parse(delivered) + ms).toISOString();
const open = (ms: number, hints: Activity['hints'] = []): Activity => ({ at: after(ms), kind: 'open', hints });
const click = (ms: number, link: string, hints: Activity['hints'] = []): Activity => ({
  ...open(ms, hints),
  kind: 'click',
  link,
});
const judged = (...all: Activity[]) => classify(all, delivered).map(({ by }) => by);

describe('an opening or a click', () => {
  it.each<[string, Activity[], string[]]>([
    ['an hour later', [open(3_600_000)], ['human']],
    ['by a program that names itself a bot', [open(3_600_000, ['bot'])], ['machine']],
    ['by a program that names nothing', [click(3_600_000, '0', ['none'])], ['machine']],
    ['by Apple’s privacy service', [open(3_600_000, ['apple'])], ['masked']],
    ['a click with Apple’s bare name', [click(3_600_000, '0', ['apple'])], ['unsure']],
    ['by Gmail’s proxy, which fetches when a person opens', [open(3_600_000, ['google'])], ['human']],
    ['before it was delivered', [click(-5_000, '0')], ['machine']],
    ['within the second before: clocks differ', [open(-500)], ['unsure']],
    ['two seconds after the delivery', [open(2_000)], ['unsure']],
    ['two links within a second', [click(60_000, '0'), click(60_500, '1')], ['human', 'human']],
    [
      'three links within five seconds, and the opening right before',
      [open(59_000), click(60_000, '0'), click(61_000, '1'), click(64_900, '2')],
      ['machine', 'machine', 'machine', 'machine'],
    ],
    ['one link three times', [click(60_000, '0'), click(61_000, '0'), click(62_000, '0')], ['human', 'human', 'human']],
    [
      'a scanner, and a person an hour later',
      [click(5_000, '0'), click(5_100, '1'), click(5_200, '2'), click(3_600_000, '1')],
      ['machine', 'machine', 'machine', 'human'],
    ],
  ])('%s', (_, all, by) => {
    expect(judged(...all)).toEqual(by);
  });

  it('of unknown delivery is judged by what is known', () => {
    expect(classify([open(-5_000)], undefined).map(({ by }) => by)).toEqual(['human']);
  });

  it('is taken for the same in any order', () => {
    const some = fc.array(
      fc.record({
        at: fc.integer({ min: -10_000, max: 60_000 }).map(after),
        kind: fc.constantFrom('open' as const, 'click' as const),
        link: fc.constantFrom('0', '1', '2', '3'),
        hints: fc.subarray(['bot', 'apple'] as const, { maxLength: 1 }),
      }),
      { maxLength: 8 },
    );
    const ordered = some.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    const sorted = (all: readonly Activity[]) =>
      classify(all, delivered)
        .map((each) => JSON.stringify(each))
        .toSorted();
    fc.assert(
      fc.property(ordered, ([all, shuffled]) => {
        expect(sorted(shuffled)).toEqual(sorted(all));
      }),
    );
  });

  it('is read as it was written', () => {
    const one = click(1_000, '17', ['bot']);
    expect(read(written(one))).toEqual(one);
    expect(read(written(open(0)))).toEqual(open(0));
    expect(read('something else')).toBeUndefined();
  });
});

describe('what a program’s name gives away', () => {
  it.each([
    ['Mozilla/5.0', ['apple']],
    [undefined, ['none']],
    ['', ['none']],
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', ['google']],
    ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', ['yahoo']],
    ['Barracuda Sentinel (EE)', ['bot']],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', ['bot']],
    ['curl/8.5.0', ['bot']],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', []],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
      [],
    ],
  ])('%s', (agent, hints) => {
    expect(hintsOf(agent)).toEqual(hints);
  });
});

describe('of several', () => {
  it('the one that says most for a person counts', () => {
    expect(best(['machine', 'masked', 'human'])).toBe('human');
    expect(best(['machine', 'masked'])).toBe('masked');
    expect(best([])).toBeUndefined();
  });
});
