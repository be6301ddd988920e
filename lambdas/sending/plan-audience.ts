import { SESv2Client } from '@aws-sdk/client-sesv2';
import { checkNow } from '#lambdas/campaigns/check-now.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { findStandings } from '#lambdas/consent/find-standings.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import { reachedCaps } from './frequency-caps.ts';
import { sesAccount } from './pace.ts';
import { planMessage } from './plan-message.ts';
import type { PlanMessage } from './plan-message.ts';
import { planPartition } from './plan-partition.ts';
import type { PartitionApp } from './plan-partition.ts';
import { runsStore } from './runs-store.ts';
import { start, wake } from './start-run.ts';
import type { StartApp } from './start-run.ts';

export interface PlanApp extends StartApp, PartitionApp {
  readonly campaigns: StartApp['campaigns'] & PartitionApp['campaigns'];
  readonly runs: StartApp['runs'] & PartitionApp['runs'];
}

/** Finds out whom a campaign goes to: begins it, reads its list partition by partition, wakes what was paused. */
export async function planAudience(message: PlanMessage, app: PlanApp): Promise<void> {
  switch (message.kind) {
    case 'start':
      return start(message, app);
    case 'partition':
      return planPartition(message, app);
    case 'wake': {
      const campaign = await app.campaigns.find(message.clientId, message.campaignId);
      return campaign && wake(campaign, app);
    }
  }
}

const planApp = lazily((): PlanApp => ({
  clock: systemClock,
  ids: randomIds,
  campaigns: sendableCampaigns(documentClient()),
  check: (campaign) => checkNow(campaign),
  account: sesAccount(new SESv2Client({})),
  members: membersStore(documentClient()),
  standings: (addressKeys) => findStandings(documentClient(), addressKeys),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
  runs: runsStore(documentClient()),
  client: (clientId) => formsStore(documentClient()).client(clientId),
  reachedCap: reachedCaps({
    clock: systemClock,
    runs: runsStore(documentClient()),
    messages: messageLog(documentClient()),
  }),
  planQueue: lazily(() => queueAt(setting('PLAN_QUEUE_URL'))),
  sendQueue: lazily(() => queueAt(setting('SEND_QUEUE_URL'))),
}));

export const handler = batch(planMessage, planAudience, planApp);
