import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drive } from './drive.ts';
import { faultsBy, prove, tableOf } from './prove.ts';
import type { Proved } from './prove.ts';
import { random } from './random.ts';
import { peopleOnAList, sendingWorld } from './world.ts';

/** `npm run prove:sending` asks for more. */
const campaigns = Number(process.env.PROVE_CAMPAIGNS ?? 2);
const faultsEach = Number(process.env.PROVE_FAULTS ?? 60);
const firstSeed = Number(process.env.PROVE_SEED ?? 1);

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(random(7));
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function callsWithoutFault(people: ReturnType<typeof peopleOnAList>): Promise<number> {
  const world = sendingWorld(people);
  await world.schedule();
  return (await drive(world)).calls;
}

describe('a campaign of 10,000, while calls fail, workers die and messages come twice', () => {
  it(
    'comes to nobody twice, loses nobody, and counts everybody once',
    { timeout: 60_000 + campaigns * 120_000 },
    async () => {
      const people = peopleOnAList(10_000, 1);
      const calls = await callsWithoutFault(people);
      const all: Proved[] = [];
      for (let seed = firstSeed; seed < firstSeed + campaigns; seed++) {
        const proved = await prove(people, seed, faultsBy(seed, faultsEach, calls));
        expect(proved.objections, `with the faults of seed ${seed}`).toEqual([]);
        all.push(proved);
      }
      expect(all.reduce((sum, { faults }) => sum + faults, 0)).toBeGreaterThanOrEqual(campaigns * faultsEach * 0.9);
      process.stdout.write(`\n${tableOf(all)}\n`);
    },
  );
});

describe('a small campaign', () => {
  it('stands any one fault at any call', { timeout: 120_000 + campaigns * 60_000 }, async () => {
    const people = peopleOnAList(40, 2);
    const calls = await callsWithoutFault(people);
    const step = Math.ceil(calls / (campaigns * 5));
    for (let call = firstSeed; call < calls; call += step)
      for (const { kind } of faultsBy(call, 7, calls)) {
        const { objections } = await prove(people, call, [{ call, kind }]);
        expect(objections, `${kind} at call ${call}`).toEqual([]);
      }
  });
});
