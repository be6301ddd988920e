import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { columns, print } from '../command.ts';
import { costOf, groups, usualPlan } from '../cost/model.ts';
import type { Cost, Group, Line, Plan } from '../cost/model.ts';
import { pricedOn, region } from '../cost/prices.ts';

type Options = Plan & { readonly json?: boolean };

export function registerCost(program: Command): void {
  const command = program
    .command('cost')
    .description('what a month costs at AWS besides the mail itself, without asking AWS anything')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `\nExample:\n  assent cost --messages 1e6 --contacts 1e6 --clients 20\n\nList prices of ${pricedOn}, ${region}. What it reckons with: docs/cost.md`,
    );
  for (const [name, what] of Object.entries(asked))
    command.option(`--${flagOf(name)} <number>`, what, numberIn, usualPlan[keyOf(name)]);
  command.action(({ json, ...plan }: Options) => {
    const cost = costOf(plan);
    print({ json }, cost, inWords(cost, plan));
  });
}

const asked = {
  messages: 'messages of campaigns in the month',
  contacts: 'people who are kept',
  clients: 'clients',
  signUps: 'people who sign up and confirm in the month',
  importedRows: 'rows imported in the month',
  campaigns: 'campaigns of each client in the month',
  opens: 'opens for each message, as SES tells them',
  clicks: 'clicks for each message',
  bounces: 'bounces for each message',
  months: 'for how many months it has been so: messages are kept for thirteen',
} as const satisfies Record<keyof Plan, string>;

const keyOf = (name: string): keyof Plan => {
  const found = Object.keys(asked).find((each): each is keyof Plan => each === name);
  if (found === undefined) throw new Error(`${name} is not of a plan`);
  return found;
};
const flagOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `1e6` and `1000000`. */
function numberIn(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('A number of 0 or more, such as 1000000 or 1e6.');
  return number;
}

const titles: Readonly<Record<Group, string>> = {
  idle: 'While nobody does anything',
  mail: 'For messages',
  people: 'For people',
  figures: 'For dashboards',
};

export function inWords(cost: Cost, { messages }: Plan): string {
  const list = cost.lines.reduce((sum, { usd }) => sum + usd, 0);
  const row = ({ service, quantity, unit, usd }: Line): string[] => [
    `  ${service}`,
    `${amount(quantity)} ${unit}`,
    dollars(usd),
    `${((100 * usd) / list).toFixed(0)} %`,
  ];
  const parts = groups.map((group) => {
    const lines = cost.lines.filter((line) => line.group === group && line.usd >= 0.005);
    return `${titles[group]}: ${dollars(cost.usd[group])}\n${columns(lines.map(row), '  –')}`;
  });
  const drivers = cost.lines
    .slice(0, 3)
    .map(({ service, unit, usd }) => `${service}, ${unit} (${dollars(usd)})`)
    .join('; ');
  return [
    ...parts,
    [
      `Sum by list prices: ${dollars(list)}. Taken off for what AWS gives every account for good: ${dollars(cost.allowances)}. To pay: ${dollars(cost.total)}.`,
      `For 1,000 messages: ${dollars((1_000 * list) / Math.max(1, messages))}, of which messages themselves cause ${dollars((1_000 * cost.usd.mail) / Math.max(1, messages))}: ${share(cost.usd.mail, cost.sesFee)} of what SES asks for them (${dollars(cost.sesFee)}, not in the sum).`,
      `Most costs: ${drivers}.`,
    ].join('\n'),
  ].join('\n\n');
}

const share = (usd: number, of: number): string => (of === 0 ? 'nothing' : `${((100 * usd) / of).toFixed(1)} %`);
const dollars = (usd: number): string => `${usd.toFixed(usd < 0.1 ? 4 : 2)} USD`;
const amount = (quantity: number): string =>
  quantity >= 1e6 ? `${(quantity / 1e6).toFixed(2)} M` : quantity >= 100 ? quantity.toFixed(0) : quantity.toFixed(2);
