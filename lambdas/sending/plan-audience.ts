import { planPartition } from './plan-partition.ts';
import type { PartitionApp } from './plan-partition.ts';
import type { PlanMessage } from './plan-message.ts';
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
