import { randomBytes } from 'node:crypto';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { auditTrail } from '#lambdas/platform/audit.ts';
import type { AuditTrail } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { webhookSecret } from '#lambdas/platform/secrets.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { deliveriesStore } from './deliveries-store.ts';
import type { DeliveriesStore } from './deliveries-store.ts';
import { digestsStore } from './digests-store.ts';
import type { DigestsStore } from './digests-store.ts';
import { endpointsStore } from './endpoints-store.ts';
import type { EndpointsStore } from './endpoints-store.ts';
import { exportFiles } from './export-files.ts';
import type { ExportFiles } from './export-files.ts';
import { exportsStore } from './exports-store.ts';
import type { ExportsStore } from './exports-store.ts';
import { signingSecrets } from './signing-secrets.ts';
import type { SigningSecrets } from './signing-secrets.ts';

/** What a client's users, and operators for them, manage forwarding with. */
export interface ForwardingApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly audit: AuditTrail;
  readonly directory: Pick<FormsStore, 'client' | 'list'>;
  readonly endpoints: EndpointsStore;
  readonly deliveries: DeliveriesStore;
  readonly digests: DigestsStore;
  readonly exports: ExportsStore;
  readonly files: ExportFiles;
  readonly signing: () => Promise<SigningSecrets>;
  readonly privateHosts: () => readonly string[];
  readonly deliveryQueue: () => Queue;
  readonly exportQueue: () => Queue;
  readonly log: Log;
  readonly transport: MailTransport;
  readonly publicUrl: () => string;
  /** 256 random bits: of a link that confirms. */
  readonly secret: () => Buffer;
}

export const forwardingApp = lazily((): ForwardingApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  audit: auditTrail(documentClient(), { clock: systemClock, ids: randomIds }),
  directory: formsStore(documentClient()),
  endpoints: endpointsStore(documentClient()),
  deliveries: deliveriesStore(documentClient()),
  digests: digestsStore(documentClient()),
  exports: exportsStore(documentClient()),
  files: exportFiles(() => setting('EXPORTS_BUCKET')),
  signing: lazilyAsync(async () => signingSecrets(await webhookSecret())),
  privateHosts: () => optionalSetting('PRIVATE_WEBHOOK_HOSTS')?.split(',') ?? [],
  deliveryQueue: lazily(() => queueAt(setting('DELIVERIES_QUEUE_URL'))),
  exportQueue: lazily(() => queueAt(setting('EXPORTS_QUEUE_URL'))),
  log: jsonLog,
  transport: deployedTransport(),
  publicUrl: () => setting('PUBLIC_URL'),
  secret: () => randomBytes(32),
}));
