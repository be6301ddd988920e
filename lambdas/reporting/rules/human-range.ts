import type { OutcomeCounts } from '#contract/figures.ts';
import type { People } from '#contract/reports.ts';

interface Known {
  /** People, for sure as anybody can be. */
  readonly human: number;
  readonly machine: number;
  /** Of whom nobody can tell. */
  readonly hidden: number;
  /** All who could have. */
  readonly of: number;
}

/** Fewer than this say nothing of the others. */
const leastKnown = 30;
/** 95 %. */
const z = 1.96;

/**
 * How many people did it. Of those whose mail a service opens for them nobody can tell; they are taken to do as the others do, of whom it
 * is known: their share, with the range in which it lies at 95 % (Wilson's interval, E. B. Wilson 1927).
 */
export function peopleOf({ human, machine, hidden, of }: Known): People {
  const left = { machines: machine, hidden };
  if (hidden === 0) return { about: human, from: human, to: human, method: 'counted', ...left };
  const known = of - hidden;
  if (known < leastKnown)
    return { about: Math.round(human + hidden / 2), from: human, to: human + hidden, method: 'few', ...left };
  const share = human / known;
  const { low, high } = wilson(share, known);
  return {
    about: Math.round(human + share * hidden),
    from: Math.floor(human + low * hidden),
    to: Math.ceil(human + high * hidden),
    method: 'estimated',
    ...left,
  };
}

export function wilson(share: number, n: number): { low: number; high: number } {
  const middle = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const by = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - spread) / by), high: Math.min(1, (middle + spread) / by) };
}

export const openers = (counts: OutcomeCounts): People =>
  peopleOf({
    human: counts.openedHuman,
    machine: counts.openedMachine,
    hidden: counts.openedMasked + counts.openedUnsure,
    of: counts.delivered,
  });

export const clickers = (counts: OutcomeCounts): People =>
  peopleOf({
    human: counts.clickedHuman,
    machine: counts.clickedMachine,
    hidden: counts.clickedUnsure,
    of: counts.delivered,
  });
