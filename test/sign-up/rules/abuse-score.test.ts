import { describe, expect, it } from 'vitest';
import { abuseScore, askFrom, limitsFor, mustProve, oddities } from '#lambdas/sign-up/rules/abuse-score.ts';
import type { Signals } from '#lambdas/sign-up/rules/abuse-score.ts';

const day = 24 * 3600_000;
const ada: Signals = {
  from: 'hosted_page',
  pageAgeMs: 20_000,
  knownSite: false,
  knownBrowser: true,
  disposableDomain: false,
  mailDomain: 'takes_mail',
};

describe('how odd a sign-up is (SC-20)', () => {
  it.each<[string, Partial<Signals>, string[]]>([
    ['a person on the hosted page', {}, []],
    ['one who left it open for a day', { pageAgeMs: day }, []],
    ['one who left it open for three', { pageAgeMs: 3 * day }, ['stale_page']],
    ['one whose DNS did not answer', { mailDomain: 'unknown' }, []],
    ['a person on the client’s own site', { from: 'elsewhere', pageAgeMs: undefined, knownSite: true }, []],
    ['the same from a site that the form does not name', { from: 'elsewhere', pageAgeMs: undefined }, ['no_page']],
    ['a page without its time, or with an altered one', { pageAgeMs: undefined }, ['no_page']],
    ['faster than anybody types', { pageAgeMs: 1_999 }, ['too_quick']],
    ['just as fast as somebody types', { pageAgeMs: 2_000 }, []],
    [
      'a program at the JSON endpoint',
      { from: 'api', pageAgeMs: undefined, knownBrowser: false },
      ['unknown_site', 'unknown_browser'],
    ],
    ['a browser at the JSON endpoint', { from: 'api', pageAgeMs: undefined, knownSite: true }, []],
    ['an address to throw away (AD-07)', { disposableDomain: true }, ['disposable_domain']],
    ['a domain that names no mail server', { mailDomain: 'address_only' }, ['no_mail_server']],
    [
      'all of it',
      { pageAgeMs: undefined, knownBrowser: false, disposableDomain: true, mailDomain: 'address_only' },
      ['no_page', 'unknown_browser', 'disposable_domain', 'no_mail_server'],
    ],
  ])('%s', (_, odd, because) => {
    const score = abuseScore({ ...ada, ...odd });
    expect(score.because).toEqual(because);
    expect(score.points).toBe(because.reduce((sum, each) => sum + oddities[each as keyof typeof oddities], 0));
  });
});

describe('who has to prove work', () => {
  it.each([
    ['on', askFrom - 1, false],
    ['on', askFrom, true],
    ['off', 200, false],
    ['always', 0, true],
  ] as const)('%s, %i points: %s', (mode, points, proves) => {
    expect(mustProve(mode, { points, because: [] })).toBe(proves);
  });

  it('may then ask more often than those who need not', () => {
    const free = limitsFor('on', false);
    const proven = limitsFor('on', true);
    expect(proven.perNetworkAndHour).toBeGreaterThan(free.perNetworkAndHour);
    expect(proven.perFormAndHour).toBeGreaterThan(free.perFormAndHour);
    expect(limitsFor('off', false)).toEqual(proven);
  });
});
