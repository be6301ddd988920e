import type { MailProvider, OutcomeName } from '#contract/figures.ts';
import type { MessageStatus } from '#contract/reporting.ts';
import { hour } from '#lambdas/platform/clock.ts';
import type { ActorClass } from './classify.ts';
import type { Facts } from './facts.ts';

/** A counter: which item it stands in, and its name there. */
export type Counter =
  `TOTALS ${'a' | 'b' | MailProvider}.${OutcomeName}` | `LINKS ${string}` | `HOURS#${string} ${string}`;

/** How much a message adds to each counter. */
export type Contribution = ReadonlyMap<Counter, number>;

/** What each status means; `sent`: SES had it. A complaint is of a message that was delivered, whatever else was told. */
const means: Readonly<Record<MessageStatus, readonly OutcomeName[]>> = {
  waiting: [],
  claimed: [],
  unknown: [],
  refused: [],
  sent: ['sent'],
  delayed: ['sent', 'delayed'],
  soft_bounced: ['sent', 'softBounced'],
  delivered: ['sent', 'delivered'],
  opened: ['sent', 'delivered'],
  clicked: ['sent', 'delivered'],
  // SES took the call, and would not send the message.
  rejected: ['rejected'],
  failed: ['failed'],
  suppressed: ['sent', 'suppressed'],
  invalid: ['sent', 'invalid'],
  bounced: ['sent', 'bounced'],
  complained: ['sent', 'delivered', 'complained'],
};

const openNames: Readonly<Record<ActorClass, OutcomeName>> = {
  human: 'openedHuman',
  masked: 'openedMasked',
  unsure: 'openedUnsure',
  machine: 'openedMachine',
};
const clickNames: Readonly<Record<ActorClass, OutcomeName>> = {
  human: 'clickedHuman',
  masked: 'clickedUnsure',
  unsure: 'clickedUnsure',
  machine: 'clickedMachine',
};

/** What is true of a message: each name once. */
export const outcomesOf = ({ status, opened, clicked }: Facts): OutcomeName[] => [
  ...means[status],
  ...(opened ? [openNames[opened.by]] : []),
  ...(clicked ? [clickNames[clicked.by]] : []),
];

/** Pure. Every counter gets one or nothing of a message, so that a sum is a number of people. */
export function contributionOf(facts: Facts, variant: 'a' | 'b'): Contribution {
  const { provider, deliveredHour, opened, clicked, links } = facts;
  const counters: Counter[] = outcomesOf(facts).flatMap((name) => [
    `TOTALS ${variant}.${name}` as const,
    `TOTALS ${provider}.${name}` as const,
  ]);
  for (const [link, by] of Object.entries(links)) counters.push(`LINKS ${link}.${by === 'masked' ? 'unsure' : by}`);
  if (deliveredHour !== undefined) counters.push(hourCounter(deliveredHour, 'delivered'));
  if (opened && opened.by !== 'machine') counters.push(hourCounter(opened.hour, 'opened'));
  if (clicked && clicked.by !== 'machine') counters.push(hourCounter(clicked.hour, 'clicked'));
  return new Map(counters.map((counter) => [counter, 1]));
}

/** `HOURS#2026-11-24 09.opened` */
function hourCounter(hours: number, name: string): Counter {
  const at = new Date(hours * hour).toISOString();
  return `HOURS#${at.slice(0, 10)} ${at.slice(11, 13)}.${name}`;
}

/** From what was counted to what is to be. What stays is left out. */
export function deltaOf(before: Contribution, after: Contribution): Map<Counter, number> {
  const delta = new Map<Counter, number>();
  for (const [counter, amount] of after) add(delta, counter, amount);
  for (const [counter, amount] of before) add(delta, counter, -amount);
  return delta;
}

export function add<K>(to: Map<K, number>, key: K, amount: number): void {
  const sum = (to.get(key) ?? 0) + amount;
  if (sum === 0) to.delete(key);
  else to.set(key, sum);
}
