import { describe, expect, it } from 'vitest';
import type { Finding } from '#contract/campaigns.ts';
import { openWarnings } from '#contract/campaigns.ts';
import { basesIn } from '#lambdas/campaigns/rules/check/bases-in.ts';
import { overridesFor, reportOf, wrongOverrides } from '#lambdas/campaigns/rules/check/report.ts';
import { refusals } from '#lambdas/campaigns/rules/may-schedule.ts';
import type { Asked } from '#lambdas/campaigns/rules/may-schedule.ts';
import { judged } from '#test/support/judged.ts';

const hash = 'h'.repeat(43);
const at = '2026-12-01T09:00:00.000Z';
const of = { contentHash: hash, checkedAt: at };
const finding = (severity: 'block' | 'warn', rule: string, where = 'subject'): Finding => ({
  rule,
  severity,
  where,
  message: 'It shouts.',
  fix: 'Speak.',
});
const taken = (rule: string, by = 'emeka.obi') => ({ rule, where: 'subject', reason: 'it is meant so', by, at });

const asked = (overrides: Partial<Asked> = {}): Asked => {
  const report = reportOf([], [], of);
  return {
    campaign: { contentHash: hash, version: 3, report },
    client: judged().client,
    report,
    at: '2026-12-02T09:00:00.000Z',
    now: at,
    by: 'emeka.obi',
    ...overrides,
  };
};
const paths = (overrides: Partial<Asked> = {}) => refusals(asked(overrides)).map(({ path }) => path);

describe('a campaign is scheduled', () => {
  it('when nothing stands against it', () => {
    expect(refusals(asked())).toEqual([]);
  });

  it('not for a client that is not approved, or is on an old policy', () => {
    const { client } = judged();
    expect(paths({ client: { ...client, status: 'pending' } })).toEqual(['client.status']);
    expect(paths({ client: { ...client, status: 'suspended' } })).toEqual(['client.status']);
    const acceptableUse = { ...client.acceptableUse, version: '2019-01' };
    expect(paths({ client: { ...client, acceptableUse } })).toEqual(['client.acceptableUse']);
  });

  it('not when other content was checked, or none', () => {
    const report = reportOf([], [], { ...of, contentHash: 'o'.repeat(43) });
    expect(paths({ campaign: { contentHash: hash, version: 3, report } })).toEqual(['report']);
    expect(paths({ campaign: { contentHash: hash, version: 3 } })).toEqual(['report']);
  });

  it('not while something blocks it, or a warning waits; at night it is only said', () => {
    const report = reportOf(
      [finding('block', 'CS-04', 'content'), finding('warn', 'CS-02'), finding('warn', 'ML-38', 'schedule.at')],
      [],
      of,
    );
    expect(refusals(asked({ report }))).toEqual([
      { path: 'content', message: 'CS-04: It shouts. Speak.' },
      { path: 'subject', message: 'CS-02: It shouts. Speak.' },
    ]);
    expect(paths({ report: reportOf([finding('warn', 'CS-02')], [taken('CS-02')], of) })).toEqual([]);
  });

  it.each([
    ['2026-12-01T08:59:30.000Z', []],
    ['2026-12-01T08:50:00.000Z', ['at']],
    ['2028-01-01T09:00:00.000Z', ['at']],
  ])('for %s', (time, expected) => {
    expect(paths({ at: time })).toEqual(expected);
  });

  it('only once a second person has approved this very version, where the client wants that', () => {
    const client = { ...judged().client, secondApproval: true };
    const approvedBy = (by: string, version = 3) => ({
      client,
      campaign: { ...asked().campaign, approval: { by, at, version } },
    });
    expect(paths({ client })).toEqual(['approval']);
    expect(paths(approvedBy('noor.haddad'))).toEqual([]);
    expect(paths(approvedBy('noor.haddad', 2))).toEqual(['approval']);
    expect(paths(approvedBy('emeka.obi'))).toEqual(['approval']);
  });
});

describe('what people take upon themselves', () => {
  it('is a warning, never what blocks', () => {
    const report = reportOf(
      [finding('block', 'CS-04'), finding('warn', 'CS-02')],
      [taken('CS-04'), taken('CS-02')],
      of,
    );
    expect(report.overrides).toEqual([taken('CS-02')]);
    expect(report.blocked).toBe(true);
    expect(openWarnings(report)).toEqual([]);
  });

  it('is one warning at one place, by the last who did', () => {
    const elsewhere = finding('warn', 'CS-02', 'subjectB');
    const report = reportOf([finding('warn', 'CS-02'), elsewhere], [taken('CS-02'), taken('CS-02', 'noor.haddad')], of);
    expect(report.overrides).toEqual([taken('CS-02', 'noor.haddad')]);
    expect(openWarnings(report)).toEqual([elsewhere]);
  });

  it('is of this content', () => {
    const report = reportOf([finding('warn', 'CS-02')], [taken('CS-02')], of);
    expect(overridesFor({ report, contentHash: hash })).toHaveLength(1);
    expect(overridesFor({ report, contentHash: 'o'.repeat(43) })).toEqual([]);
    expect(overridesFor({ contentHash: hash })).toEqual([]);
  });

  it('is refused where there is no such warning, with the place', () => {
    const found = [finding('block', 'CS-04'), finding('warn', 'CS-02')];
    expect(wrongOverrides([taken('CS-02'), taken('CS-04'), taken('CS-21')], found)).toEqual([
      { path: 'overrides.1', message: 'is about CS-04, which nobody can override: it has to be mended' },
      { path: 'overrides.2', message: 'is about CS-21 at subject, of which there is no warning' },
    ]);
  });
});

describe('bases of an audience', () => {
  const all = ['consent', 'soft_opt_in', 'implied'] as const;
  const basis = (of: (typeof all)[number]) => ({ op: 'basis', basis: of }) as const;
  const field = { op: 'field', key: 'city', is: 'equals', value: 'Whitby' } as const;

  it.each([
    ['nobody asked', undefined, all],
    ['one', basis('consent'), ['consent']],
    ['all but one', { op: 'not', of: basis('consent') }, ['soft_opt_in', 'implied']],
    ['one, of a city', { op: 'and', of: [field, basis('consent')] }, ['consent']],
    ['one, or a city', { op: 'or', of: [field, basis('consent')] }, all],
    ['two', { op: 'or', of: [basis('consent'), basis('implied')] }, ['consent', 'implied']],
    ['nobody', { op: 'and', of: [basis('consent'), basis('implied')] }, []],
    ['not of a city', { op: 'not', of: field }, all],
    ['neither', { op: 'not', of: { op: 'or', of: [basis('consent'), field] } }, ['soft_opt_in', 'implied']],
  ] as const)('%s', (_, filter, expected) => {
    expect(basesIn(filter, all)).toEqual(expected);
  });
});
