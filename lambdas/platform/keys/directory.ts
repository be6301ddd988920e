import type { Key, TableDefinition } from './table.ts';

/** Who the clients are and what they have: users, lists, forms, endpoints, members, audit events. */
export const directoryTable = {
  name: 'Directory',
  environment: 'DIRECTORY_TABLE',
  timeToLive: 'expiresAt',
  recovery: true,
  indexes: {
    /** Whose basis runs out by then? Sparse: only members whose basis does carry `expiryShard`. */
    expiringMembers: {
      partitionKey: 'expiryShard',
      sortKey: 'basisExpiresAt',
      projects: ['addressKey', 'listId'],
    },
  },
} as const satisfies TableDefinition;

export const clientKey = (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CLIENT' });
/** All clients by name, in one partition: hundreds, not millions. */
export const clientIndexKey = (clientId: string): Key => ({ pk: 'CLIENTS', sk: clientId });
export const userKey = (userName: string): Key => ({ pk: `USER#${userName}`, sk: 'USER' });

const ofClient = (clientId: string, kind: string, id: string): Key => ({
  pk: `CLIENT#${clientId}`,
  sk: `${kind}#${id}`,
});
export const clientUserKey = (clientId: string, userName: string): Key => ofClient(clientId, 'USER', userName);
export const listKey = (clientId: string, listId: string): Key => ofClient(clientId, 'LIST', listId);
export const formKey = (clientId: string, formId: string): Key => ofClient(clientId, 'FORM', formId);
export const endpointKey = (clientId: string, endpointId: string): Key => ofClient(clientId, 'ENDPOINT', endpointId);
export const digestKey = (clientId: string): Key => ofClient(clientId, 'DIGEST', 'DAILY');
export const exportKey = (clientId: string, exportId: string): Key => ofClient(clientId, 'EXPORT', exportId);
export const campaignKey = (clientId: string, campaignId: string): Key => ofClient(clientId, 'CAMPAIGN', campaignId);
export const segmentKey = (clientId: string, segmentId: string): Key => ofClient(clientId, 'SEGMENT', segmentId);
/** What contacts of a list may have besides an address, as imports declared it. */
export const fieldsKey = (clientId: string, listId: string): Key => ofClient(clientId, 'FIELDS', listId);
export const importKey = (clientId: string, importId: string): Key => ofClient(clientId, 'IMPORT', importId);
export const pictureKey = (clientId: string, pictureId: string): Key => ofClient(clientId, 'PICTURE', pictureId);
export const senderKey = (clientId: string, domain: string): Key => ofClient(clientId, 'SENDER', domain);
/** All sender domains by name, in one partition: hundreds. It is what makes a domain one client's alone. */
export const senderIndexKey = (domain: string): Key => ({ pk: 'SENDERS', sk: domain });
type Kind = 'USER' | 'LIST' | 'FORM' | 'ENDPOINT' | 'CAMPAIGN' | 'SEGMENT' | 'IMPORT' | 'PICTURE' | 'SENDER';
export const kindPrefix = (kind: Kind): string => `${kind}#`;

/** What a campaign says, as it was saved and compiled: by its hash, never changed. */
export const contentKey = (campaignId: string, contentHash: string): Key => ({
  pk: `CAMPAIGN#${campaignId}`,
  sk: `CONTENT#${contentHash}`,
});

/** What a visitor of a form gets to see: one read, no client id needed. */
export const publishedFormKey = (formId: string): Key => ({ pk: `FORM#${formId}`, sk: 'PUBLISHED' });

/** A month of audit events of a client; operators' own stand under client `-`. */
const auditPartition = (clientId: string, month: string): string => `AUDIT#${clientId}#${month}`;
export const auditKey = (clientId: string, at: string, id: string): Key => ({
  pk: auditPartition(clientId, at.slice(0, 7)),
  sk: `${at}#${id}`,
});

/** The partitions of a client's audit events from now back to a time, newest first. */
export const auditPartitionsBack = (clientId: string, now: string, since: string): string[] => {
  const partitions: string[] = [];
  const month = new Date(`${now.slice(0, 7)}-01T00:00:00.000Z`);
  for (; month.toISOString().slice(0, 7) >= since.slice(0, 7); month.setUTCMonth(month.getUTCMonth() - 1))
    partitions.push(auditPartition(clientId, month.toISOString().slice(0, 7)));
  return partitions;
};

/** Members of a list are spread, so that a list of ten million can be read in parallel. */
export const memberPartitions = 64;
export const memberPartition = (listId: string, partition: number): string => `MEMBERS#${listId}#${partition}`;
export const memberKey = (listId: string, contactId: string): Key => ({
  pk: memberPartition(listId, partitionOf(contactId)),
  sk: contactId,
});

/** An import brings many whose basis ends on one day: they are spread as the members are. */
export const expiryShards: readonly string[] = Array.from(
  { length: memberPartitions },
  (_, shard) => `EXPIRY#${shard}`,
);
export const expiryShardOf = (contactId: string): string => `EXPIRY#${partitionOf(contactId)}`;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Contact ids are random base64url: their first character is one of 64, evenly. */
const partitionOf = (contactId: string): number => alphabet.indexOf(contactId.charAt(0));

/** Reports of abuse: all of a client, or of nobody that is known; ids sort by time. */
export const abuseKey = (clientId: string | undefined, reportId: string): Key => ({
  pk: `ABUSE#${clientId ?? '-'}`,
  sk: reportId,
});
/** Those that wait for an operator, of all clients: a settled one goes after a day. */
export const openAbuseKey = (reportId: string): Key => ({ pk: 'ABUSE_OPEN', sk: reportId });
