import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import type { Step } from '#lambdas/consent/rules/standing-after.ts';
import { keepMembers } from '#lambdas/contacts/keep-members.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { ledgerTable } from '#lambdas/platform/keys/ledger.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { bytesOf, metered } from '#test/support/metered.ts';
import { confirmed, imported, requested } from '#test/support/people.ts';

export interface PersonUse {
  readonly reads: number;
  readonly writes: number;
  /** What stands in the tables of a person afterwards, as DynamoDB counts it: a hundred more for each item. */
  readonly storedBytes: number;
}

/** What a person costs the tables: who signed up and confirmed, and who came with a file. Forms, rates and mails are not in it. */
export async function peopleUse(): Promise<{ readonly confirmed: PersonUse; readonly imported: PersonUse }> {
  const { ada, step } = requested();
  const given = confirmed(ada);
  const [, event] = given.events;
  return {
    confirmed: await used([step, { standing: given.standing, event }]),
    imported: await used([imported()]),
  };
}

async function used(steps: readonly Step[]): Promise<PersonUse> {
  for (const table of [consentTable, directoryTable, ledgerTable]) process.env[table.environment] = table.name;
  const tables = new MemoryTables();
  const meter = metered(tables);
  const standings = standingStore(meter.db);
  const members = membersStore(meter.db);
  let before: Standing | undefined;
  for (const step of steps) {
    const committed = await standings.commit(before, step);
    if (committed !== 'committed') throw new Error(`a step came to ${JSON.stringify(committed)}`);
    // The ledger's stream tells of each event.
    await keepMembers({ ...step.event, addressKey: step.standing.addressKey }, { standings, members });
    before = step.standing;
  }
  const all = [consentTable, directoryTable, ledgerTable].flatMap(({ name }) => tables.all(name));
  const storedBytes = all.reduce((sum, item) => sum + 100 + bytesOf(item), 0);
  const { reads, writes } = meter.used();
  return { reads, writes, storedBytes };
}
