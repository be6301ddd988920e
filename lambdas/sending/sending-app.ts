import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { runsStore } from './runs-store.ts';
import type { RunsStore } from './runs-store.ts';

/** What a client's users watch and steer sending with. */
export interface SendingApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly campaigns: SendableCampaigns;
  readonly runs: Pick<RunsStore, 'view' | 'find' | 'choose'>;
  readonly planQueue: () => Queue;
}

export const sendingApp = lazily((): SendingApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  campaigns: sendableCampaigns(documentClient()),
  runs: runsStore(documentClient()),
  planQueue: lazily(() => queueAt(setting('PLAN_QUEUE_URL'))),
}));
