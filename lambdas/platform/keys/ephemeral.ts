import type { Key, TableDefinition } from './table.ts';

/** What must be forgotten: rates and used challenges. No recovery, no stream, no backup. */
export const ephemeralTable = {
  name: 'Ephemeral',
  environment: 'EPHEMERAL_TABLE',
  timeToLive: 'expiresAt',
  recovery: false,
} as const satisfies TableDefinition;

/** Sign-ups from one network in one hour; `networkHash` is keyed and changes every day. */
export const rateKey = (networkHash: string, hour: string): Key => ({ pk: `RATE#${networkHash}`, sk: hour });
/** Sign-ups by one form in one hour, spread over shards. */
export const formRateKey = (formId: string, shard: number, hour: string): Key => ({
  pk: `FORM_RATE#${formId}#${shard}`,
  sk: hour,
});
/** Reports of abuse from one network in one hour. */
export const abuseRateKey = (networkHash: string, hour: string): Key => ({ pk: `ABUSE_RATE#${networkHash}`, sk: hour });
export const challengeKey = (challengeHash: string): Key => ({ pk: `CHALLENGE#${challengeHash}`, sk: 'USED' });
/** How far what SES suppresses for the account was read. */
export const suppressionMarkKey: Key = { pk: 'SUPPRESSED_BY_SES', sk: 'MARK' };
