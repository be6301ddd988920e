import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { gatherings } from '#lib/reporting.ts';
import { templatesWith } from '#test/support/synthesised.ts';
import { costTables } from '../../bench/cost-document.ts';
import { withMeasured } from '../../bench/report.ts';
import { idleOf } from '../../bench/usage/idle.ts';
import { usageNow } from '../../bench/usage/write.ts';
import { inWords } from '../../bin/commands/cost.ts';
import { costOf, usualPlan, withAllowances } from '../../bin/cost/model.ts';
import { prices, pricedOn } from '../../bin/cost/prices.ts';
import type { Price } from '../../bin/cost/prices.ts';
import { usage } from '../../bin/cost/usage.ts';

describe('what the model reckons with', () => {
  let now: Awaited<ReturnType<typeof usageNow>>;
  beforeAll(async () => {
    const { data, mail, service, insight } = templatesWith();
    now = await usageNow(gatherings, idleOf([data, mail, service, insight]));
  });

  /** Seconds are assumed, and lanes wait by chance: a few more or fewer of them come back. */
  const near = (measured: object, kept: object): void => {
    for (const [name, value] of Object.entries(kept) as [string, number | object][]) {
      const other = Reflect.get(measured, name) as number | object;
      if (typeof value === 'object') near(other as object, value);
      else if (name !== 'waitedSeconds')
        expect(Math.abs((other as number) - value), name).toBeLessThan((name === 'logBytes' ? 1 : 0.01) + 0.1 * value);
    }
  };

  it('is what a campaign, a person and the templates take now; `npm run bench` writes it anew', () => {
    near(now, usage);
    expect(now.idle).toEqual(usage.idle);
  });

  it('is dated, and has a page of AWS for every price', () => {
    expect(pricedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const { page } of Object.values<Price>(prices)) expect(page).toMatch(/^https:\/\/aws\.amazon\.com\//);
  });
});

describe('the cost of a month', () => {
  const cost = costOf(usualPlan);

  it('is the sum of its lines, less what AWS gives', () => {
    const list = cost.lines.reduce((sum, { usd }) => sum + usd, 0);
    expect(cost.total).toBeCloseTo(list - cost.allowances, 6);
    expect(Object.values(cost.usd).reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(list, 6);
  });

  it('of messages grows with them, and nothing idle does', () => {
    const twice = costOf({ ...usualPlan, messages: 2 * usualPlan.messages });
    const of = ({ lines }: typeof cost, name: string) =>
      lines.find(({ group, price }) => group === 'mail' && price === name)!.usd;
    for (const price of ['writes', 'reads', 'queued', 'stored'])
      expect(of(twice, price), price).toBeCloseTo(2 * of(cost, price), 6);
    // Files of the archive are made by the clock.
    expect(twice.usd.mail).toBeLessThanOrEqual(2 * cost.usd.mail);
    expect(twice.usd.idle).toBe(cost.usd.idle);
  });

  it('with nobody there is that of being there', () => {
    const nothing = costOf({ ...usualPlan, messages: 0, contacts: 0, clients: 0, signUps: 0, campaigns: 0 });
    expect(nothing.usd).toMatchObject({ mail: 0, people: 0 });
    expect(nothing.usd.idle).toBe(cost.usd.idle);
  });

  it('takes off no more than there is, once for all lines of a price', () => {
    const alarm = { group: 'idle', price: 'alarms', service: '', unit: '', usd: 0.5, quantity: 5 } as const;
    expect(withAllowances([alarm])[0]!.usd).toBe(0);
    const twelve = [
      { ...alarm, quantity: 6, usd: 0.6 },
      { ...alarm, quantity: 6, usd: 0.6 },
    ];
    expect(withAllowances(twelve).reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(0.2, 6);
  });

  it('is told with its drivers, its sum, and what it is for a thousand messages', () => {
    const told = inWords(cost, usualPlan);
    for (const said of [
      'While nobody does anything',
      'Sum by list prices',
      'To pay',
      'For 1,000 messages',
      'Most costs',
    ])
      expect(told).toContain(said);
    expect(told).not.toContain('NaN');
  });
});

it('docs/cost.md has the tables of the model; `npm run bench` writes them', async () => {
  const text = readFileSync('docs/cost.md', 'utf8');
  expect(await withMeasured(text, costTables())).toBe(text);
});
