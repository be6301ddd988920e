import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { auditTrail } from '#lambdas/platform/audit.ts';
import type { AuditEntry } from '#lambdas/platform/caller.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkTokens } from '#lambdas/platform/link-tokens.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { linkSecret } from '#lambdas/platform/secrets.ts';
import { deployedCheck } from './check-now.ts';
import type { CheckPorts } from './check-now.ts';
import { eventBridgeSchedules } from './schedules.ts';
import type { Schedules } from './schedules.ts';
import { campaignsStore } from './store.ts';
import type { CampaignsStore } from './store.ts';
import { testersStore } from './testers-store.ts';
import type { TestersStore } from './testers-store.ts';

/** What a campaign goes its way with, from draft to scheduled. */
export interface LifecycleApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly campaigns: Pick<CampaignsStore, 'find' | 'content' | 'change'>;
  readonly check: CheckPorts;
  readonly schedules: Schedules;
  readonly planQueue: () => Pick<Queue, 'send'>;
  readonly testers: TestersStore;
  readonly audit: { write(entry: AuditEntry): Promise<void> };
  readonly transport: Pick<MailTransport, 'send'>;
  readonly links: () => Promise<LinkTokens>;
}

export const lifecycleApp = lazily((): LifecycleApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  campaigns: campaignsStore(documentClient()),
  check: deployedCheck(),
  schedules: eventBridgeSchedules(),
  planQueue: lazily(() => queueAt(setting('PLAN_QUEUE_URL'))),
  testers: testersStore(documentClient()),
  audit: auditTrail(documentClient(), { clock: systemClock, ids: randomIds }),
  transport: deployedTransport(),
  links: lazilyAsync(async () => linkTokens(linkKeys(await linkSecret()))),
}));
