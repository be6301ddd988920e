import { vi } from 'vitest';
import { drive, faultKinds } from './drive.ts';
import type { Fault, Happened } from './drive.ts';
import { outcomeOf } from './outcome.ts';
import { random } from './random.ts';
import { sendingWorld } from './world.ts';
import type { People } from './world.ts';

/** Kinds by turns, at calls that are drawn: a third of them early, where the list is planned. */
export function faultsBy(seed: number, many: number, calls: number): Fault[] {
  const chance = random(seed);
  const chosen = new Map<number, Fault>();
  for (let count = 0; chosen.size < many; count++) {
    const call = chance.below(count % 3 === 0 ? calls * 0.05 : calls);
    chosen.set(call, { call, kind: faultKinds[chosen.size % faultKinds.length]! });
  }
  return [...chosen.values()];
}

/** A line of the table: what became of the people whose message was in hand when it happened. */
export interface Line {
  readonly faults: number;
  readonly inHand: number;
  readonly unknown: number;
}

export interface Proved {
  readonly faults: number;
  readonly lines: ReadonlyMap<string, Line>;
  /** What is not as it should be, in words. */
  readonly objections: readonly string[];
}

/** A campaign with some faults in it, to its end, and what there is to object to. */
export async function prove(people: People, seed: number, faults: readonly Fault[]): Promise<Proved> {
  // Lots that our code draws, too: the same seed is the same story, whatever was told before.
  vi.spyOn(Math, 'random').mockImplementation(random(seed));
  const world = sendingWorld(people, seed);
  await world.schedule();
  const { happened, doubtful } = await drive(world, faults, { seed });
  const outcome = await outcomeOf(world);
  const { progress } = outcome;
  const objections = [
    ...(outcome.state === 'sent' ? [] : [`the campaign is ${outcome.state}`]),
    ...(outcome.twice === 0 ? [] : [`${outcome.twice} people got it twice`]),
    ...(outcome.lost.length === 0 ? [] : [`${outcome.lost.length} people were lost`]),
    ...(outcome.wrong.length === 0 ? [] : [`of ${outcome.wrong.length} people it says what is not so`]),
    ...differs('planned', progress.planned, outcome.planned),
    ...differs('left out', progress.leftOut.unsubscribed ?? 0, outcome.leftOut),
    ...differs('the sum', outcome.sum, progress.planned),
    ...differs('sent', progress.sent, outcome.counted.sent),
    ...differs('skipped', progress.skipped, outcome.counted.skipped),
    ...differs('failed', progress.failed, outcome.counted.failed),
    ...differs('unknown', progress.unknown, outcome.counted.unknown),
    ...outcome.unknown.filter((each) => !doubtful.has(each)).map((each) => `${each} is unknown for no reason`),
  ];
  return { faults: happened.length, lines: linesOf(happened, doubtful, outcome), objections };
}

const sorted = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(Object.entries(value).sort()) : JSON.stringify(value);

const differs = (what: string, told: unknown, is: unknown): string[] =>
  sorted(told) === sorted(is) ? [] : [`${what}: told ${sorted(told)}, is ${sorted(is)}`];

function linesOf(
  happened: readonly Happened[],
  doubtful: ReadonlyMap<string, Happened>,
  { unknown }: { readonly unknown: readonly string[] },
): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const fault of happened) add(lines, keyOf(fault), { ...nothing, faults: 1 });
  for (const [messageId, fault] of doubtful)
    add(lines, keyOf(fault), { faults: 0, inHand: 1, unknown: unknown.includes(messageId) ? 1 : 0 });
  return lines;
}

const nothing: Line = { faults: 0, inHand: 0, unknown: 0 };
const keyOf = ({ kind, service }: Happened): string => `${kind}|${service}`;

function add(lines: Map<string, Line>, key: string, more: Line): void {
  const { faults, inHand, unknown } = lines.get(key) ?? nothing;
  lines.set(key, { faults: faults + more.faults, inHand: inHand + more.inHand, unknown: unknown + more.unknown });
}

/** All tables as one, for people. */
export function tableOf(all: readonly Proved[]): string {
  const lines = new Map<string, Line>();
  for (const proved of all) for (const [key, line] of proved.lines) add(lines, key, line);
  const rows = [...lines]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { faults, inHand, unknown }]) => [...key.split('|'), faults, inHand, inHand - unknown, unknown]);
  const head = ['fault', 'call', 'times', 'messages in hand', 'known in the end', 'unknown'];
  const total = (at: number) => rows.reduce((sum, row) => sum + Number(row[at]), 0);
  const foot = ['all', '', total(2), total(3), total(4), total(5)];
  return [head, head.map(() => '---'), ...rows, foot].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
