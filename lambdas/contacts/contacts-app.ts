import { findStandings } from '#lambdas/consent/find-standings.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { auditTrail } from '#lambdas/platform/audit.ts';
import type { CallerPorts } from '#lambdas/platform/caller.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { exportFiles } from '#lambdas/forwarding/export-files.ts';
import type { ExportFiles } from '#lambdas/forwarding/export-files.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { fieldsStore } from './fields-store.ts';
import type { FieldsStore } from './fields-store.ts';
import { importFiles } from './import-files.ts';
import type { ImportFiles } from './import-files.ts';
import { importsStore } from './imports-store.ts';
import type { ImportsStore } from './imports-store.ts';
import { membersStore } from './members-store.ts';
import type { MembersStore } from './members-store.ts';
import { segmentsStore } from './segments-store.ts';
import type { SegmentsStore } from './segments-store.ts';
import { knownFields } from './known-fields.ts';
import type { KnownFields } from './known-fields.ts';

/** What a client's users, and operators for them, work on contacts with. */
export interface ContactsApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly audit: CallerPorts['audit'];
  readonly directory: Pick<FormsStore, 'client' | 'list'>;
  readonly knownFields: KnownFields;
  readonly fields: FieldsStore;
  readonly imports: ImportsStore;
  readonly files: Pick<ImportFiles, 'upload' | 'posted' | 'read'>;
  readonly reports: Pick<ExportFiles, 'urlOf'>;
  readonly segments: SegmentsStore;
  readonly members: Pick<MembersStore, 'page'>;
  /** At most a hundred. */
  readonly findStandings: (addressKeys: readonly string[]) => Promise<Map<string, Standing>>;
  readonly secrets: () => Promise<{ readonly keys: AddressKeys; readonly sealer: Sealer }>;
  readonly region: () => string;
  readonly queue: () => Queue;
}

export const contactsApp = lazily((): ContactsApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  audit: auditTrail(documentClient(), systemClock, randomIds),
  directory: formsStore(documentClient()),
  knownFields: knownFields(documentClient()),
  fields: fieldsStore(documentClient()),
  imports: importsStore(documentClient()),
  files: importFiles(() => setting('IMPORTS_BUCKET')),
  reports: exportFiles(() => setting('IMPORTS_BUCKET')),
  segments: segmentsStore(documentClient()),
  members: membersStore(documentClient()),
  findStandings: async (addressKeys) =>
    addressKeys.length === 0 ? new Map() : findStandings(documentClient(), addressKeys),
  secrets: lazilyAsync(async () => {
    const secret = await addressSecret();
    return { keys: addressKeys(secret), sealer: sealer(secret) };
  }),
  region: () => setting('AWS_REGION'),
  queue: lazily(() => queueAt(setting('IMPORTS_QUEUE_URL'))),
}));
