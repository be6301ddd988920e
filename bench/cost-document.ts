import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { costOf, groups, usualPlan } from '../bin/cost/model.ts';
import type { Cost, Group, Plan } from '../bin/cost/model.ts';
import { prices, pricedOn, region } from '../bin/cost/prices.ts';
import type { Price } from '../bin/cost/prices.ts';
import { usage } from '../bin/cost/usage.ts';
import { withMeasured } from './report.ts';

const sizes: readonly (readonly [string, Partial<Plan>])[] = [
  ['10⁴ messages', { messages: 1e4, contacts: 1e4, clients: 2, signUps: 100, campaigns: 2 }],
  ['10⁶ messages', {}],
  ['10⁸ messages', { messages: 1e8, contacts: 2e7, clients: 200, signUps: 40_000 }],
];

const words: Readonly<Record<Group, string>> = {
  idle: 'while nobody does anything',
  mail: 'for messages',
  people: 'for people',
  figures: 'for dashboards',
};

/** The tables of docs/cost.md: what the model says, of three sizes, and what it reckons with. */
export function costTables(): string {
  const costs = sizes
    .map(([title, plan]) => ({ title, plan: { ...usualPlan, ...plan } }))
    .map(({ title, plan }) => ({
      title,
      plan,
      cost: costOf(plan),
    }));
  return [table(costs), drivers(costs), usageTable(), priceTable()].join('\n\n');
}

interface Sized {
  readonly title: string;
  readonly plan: Plan;
  readonly cost: Cost;
}

const rowsOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const dollars = (usd: number): string =>
  usd >= 1_000 ? Math.round(usd).toLocaleString('en') : usd.toFixed(usd < 0.1 && usd > 0 ? 3 : 2);
const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;
const listSum = ({ lines }: Cost): number => lines.reduce((sum, { usd }) => sum + usd, 0);

const table = (costs: readonly Sized[]): string =>
  rowsOf(
    ['US dollars a month', ...costs.map(({ title }) => title)],
    [
      [
        'contacts, clients, sign-ups',
        ...costs.map(({ plan }) =>
          [plan.contacts, plan.clients, plan.signUps].map((each) => each.toLocaleString('en')).join(', '),
        ),
      ],
      ...groups.map((group) => [words[group], ...costs.map(({ cost }) => dollars(cost.usd[group]))]),
      ['**by list prices**', ...costs.map(({ cost }) => `**${dollars(listSum(cost))}**`)],
      ['what every account gets for good', ...costs.map(({ cost }) => `−${dollars(cost.allowances)}`)],
      ['**to pay**', ...costs.map(({ cost }) => `**${dollars(cost.total)}**`)],
      ['SES asks for the messages', ...costs.map(({ cost }) => dollars(cost.sesFee))],
      ['to pay for 1,000 messages', ...costs.map(({ plan, cost }) => dollars((1_000 * cost.total) / plan.messages))],
      ['for messages, of what SES asks', ...costs.map(({ cost }) => percent(cost.usd.mail, cost.sesFee))],
      ['all that is to pay, of what SES asks', ...costs.map(({ cost }) => percent(cost.total, cost.sesFee))],
    ],
  );

const drivers = (costs: readonly Sized[]): string =>
  rowsOf(
    ['most costs', 'first', 'second', 'third'],
    costs.map(({ title, cost }) => [
      title,
      ...cost.lines.slice(0, 3).map(({ service, unit, usd }) => `${service}, ${unit}: ${dollars(usd)}`),
    ]),
  );

function usageTable(): string {
  const { plan, send, foldSent, events } = usage;
  const row = (what: string, { writes, reads, invocations, logBytes }: typeof send): string[] => [
    what,
    writes.toFixed(2),
    reads.toFixed(2),
    invocations.toFixed(3),
    logBytes.toFixed(0),
  ];
  return rowsOf(
    ['measured, for one', 'write units', 'read units', 'runs of functions', 'bytes of our log'],
    [
      row('message: planned', plan),
      row('message: sent', send),
      row('message: counted as sent', foldSent),
      ...Object.entries(events).flatMap(([kind, { record, fold }]) => [
        row(`${kind}: recorded`, record),
        row(`${kind}: counted`, fold),
      ]),
    ],
  );
}

const priceTable = (): string =>
  rowsOf(
    [`list prices of ${pricedOn}, ${region}`, 'USD', 'for', 'free each month', 'read in'],
    Object.values(prices).map(({ service, usd, per, unit, page, free = 0, confirmed }: Price) => [
      `[${service}](${page})`,
      String(usd),
      `${per === 1 ? '' : `${per.toLocaleString('en')} `}${unit}`,
      free === 0 ? '' : free.toLocaleString('en'),
      confirmed ?? '**not confirmed**',
    ]),
  );

const file = path.resolve(import.meta.dirname, '../docs/cost.md');

export async function writeCostDocument(): Promise<void> {
  writeFileSync(file, await withMeasured(readFileSync(file, 'utf8'), costTables()));
}
