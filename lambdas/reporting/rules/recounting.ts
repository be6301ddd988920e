import type { Figures } from '#contract/figures.ts';
import { contributionOf } from './contribution.ts';
import { factsOf, unpacked } from './facts.ts';
import type { CountedMessage } from './facts.ts';
import type { Folded } from './folding.ts';

/** A message as it stands, of a campaign or not. */
interface Standing extends CountedMessage {
  readonly part?: string | undefined;
  readonly place?: number | undefined;
  readonly variant?: 'a' | 'b' | undefined;
}

/** Whether something is known of it that was not counted. */
export function isBehind(message: Standing, folded: Folded | undefined): boolean {
  const facts = factsOf(message);
  if (contributionOf(facts, message.variant ?? 'a').size === 0) return false;
  const counted = folded?.places[String(message.place)];
  return counted === undefined || unpacked(counted).weight < facts.weight;
}

export interface Difference {
  /** `subject a: delivered`, `provider google: bounced`, `link 3: human`, `hour 2026-11-24T09: opened` */
  readonly what: string;
  readonly kept: number;
  readonly recounted: number;
}

const groups = [
  ['subject', 'variants'],
  ['provider', 'providers'],
  ['link', 'links'],
  ['hour', 'hours'],
] as const;

/** In the order of a report; what is nowhere counts nothing. */
export const differencesOf = (kept: Figures, recounted: Figures): Difference[] =>
  groups.flatMap(([word, group]) => {
    const [one, other] = [flat(kept[group]), flat(recounted[group])];
    return [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((name) => {
      const counts = { kept: one.get(name) ?? 0, recounted: other.get(name) ?? 0 };
      return counts.kept === counts.recounted ? [] : [{ what: `${word} ${name}`, ...counts }];
    });
  });

const flat = (all: Readonly<Record<string, Readonly<Record<string, number>> | undefined>>): Map<string, number> =>
  new Map(
    Object.entries(all).flatMap(([which, counts = {}]) =>
      Object.entries(counts).map(([name, count]) => [`${which}: ${name}`, count] as const),
    ),
  );
