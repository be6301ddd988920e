import type { SenderDomain, SenderStatus } from '#contract/senders.ts';
import { audited } from '#lambdas/platform/audit.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { recordsFor } from './rules/sender-records.ts';
import { statusAfter } from './rules/sender-status.ts';
import { zoneFileOf } from './rules/zone-file.ts';
import type { SenderDns } from './sender-dns.ts';
import type { SenderViews } from './sender-identities.ts';
import type { KeptSender, SendersStore } from './senders-store.ts';

/** What looks at a sender domain. */
export interface SenderLookPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly senders: Pick<SendersStore, 'find' | 'keepLook'>;
  readonly views: SenderViews;
  readonly dns: SenderDns;
  readonly region: () => string;
}

/**
 * SES's own view and the DNS as it stands: SES notices days later that a record is gone, and the DNS alone does not say
 * whether SES has seen it.
 * @param actor who wanted to know
 * @returns how it stands now; undefined when it was removed meanwhile
 */
export async function lookAtSender(
  kept: KeptSender,
  actor: string,
  ports: SenderLookPorts,
): Promise<KeptSender | undefined> {
  const { clientId, domain } = kept;
  const [ses, found] = await Promise.all([
    ports.views.view(clientId, domain),
    ports.dns.look(domain, recordsOf(kept, ports.region())),
  ]);
  const at = ports.clock.now();
  const status = statusAfter(kept.status, { ses, found });
  const looked = turned({ ...kept, found, checkedAt: at }, status, { at, turn: ports.ids.next() });
  const audit = audited(ports, { userName: actor }, clientId, `sender.${status}`, domain);
  // Somebody else looked at the same time: theirs stands.
  return (await ports.senders.keepLook(kept, looked, audit)) ? looked : ports.senders.find(clientId, domain);
}

function turned(kept: KeptSender, status: SenderStatus, { at, turn }: { at: string; turn: string }): KeptSender {
  return status === kept.status ? kept : { ...kept, status, turn, readySince: status === 'ready' ? at : undefined };
}

/** None while SES has not told its key. */
const recordsOf = ({ domain, key }: KeptSender, region: string) => (key ? recordsFor(domain, key, region) : []);

/** The records that a look found missing or wrong. */
export const faultyRecords = (kept: KeptSender, region: string): SenderDomain['records'] =>
  shownSender(kept, region).records.filter(({ found }) => found === 'no' || found === 'other');

export function shownSender(kept: KeptSender, region: string): SenderDomain {
  const { clientId, domain, owner, status, checkedAt, readySince, createdAt } = kept;
  const records = recordsOf(kept, region);
  return {
    clientId,
    domain,
    owner,
    status,
    records: records.map((record, index) => ({ ...record, found: kept.found[index] ?? 'not_looked' })),
    zoneFile: zoneFileOf(records),
    checkedAt,
    readySince,
    createdAt,
  };
}
