import { ordered } from './table.ts';
import type { Key, TableDefinition } from './table.ts';

/** What was shown and what was said. Append-only: no function may update or delete here. */
export const ledgerTable = {
  name: 'Ledger',
  environment: 'LEDGER_TABLE',
  stream: 'new-image',
  recovery: true,
} as const satisfies TableDefinition;

export const chainOf = (contactId: string): string => `CHAIN#${contactId}`;
export const eventKey = (contactId: string, seq: number): Key => ({ pk: chainOf(contactId), sk: ordered(seq) });
export const noticeKey = (noticeId: string): Key => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' });
export const chainPrefix = 'CHAIN#';
