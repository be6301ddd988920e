import type { Db } from '#lambdas/platform/db.ts';
import { restLaneOf } from './rules/lanes.ts';
import { partOf } from './rules/names.ts';
import { runsStore } from './runs-store.ts';

/** A batch of up to fifty people, and what its messages are counted under. */
export interface CampaignPart {
  readonly part: string;
  readonly contactIds: () => Promise<string[]>;
}

/** Everybody whom a campaign was planned for, batch by batch; undefined when it never began. */
export async function campaignParts(
  db: Db,
  campaignId: string,
  TableName: string,
): Promise<{ readonly clientId: string; readonly parts: readonly CampaignPart[] } | undefined> {
  const runs = runsStore(db, TableName);
  const view = await runs.view(campaignId);
  if (!view) return undefined;
  const lanes = view.plans.flatMap(({ partition, batches, restBatches }) => [
    { lane: partition, many: batches },
    { lane: restLaneOf(partition), many: restBatches },
  ]);
  const parts = lanes.flatMap(({ lane, many }) =>
    Array.from({ length: many }, (_, batch) => ({
      part: partOf(lane, batch),
      contactIds: async () => (await runs.batch(campaignId, lane, batch)).map(({ contactId }) => contactId),
    })),
  );
  return { clientId: view.run.clientId, parts };
}
