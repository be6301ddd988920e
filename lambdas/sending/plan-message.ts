import * as z from 'zod';
import { campaignId } from '#contract/campaigns.ts';
import { clientId } from '#contract/common.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';

const of = { clientId, campaignId };

/** What the plan queue carries. */
export const planMessage = z.discriminatedUnion('kind', [
  /** Its time has come. `version` is the one that was scheduled: of a schedule that was taken back, nothing begins. */
  z.object({ kind: z.literal('start'), ...of, version: z.int() }),
  /** A partition of the list: its next pages. */
  z.object({ kind: z.literal('partition'), ...of, partition: z.int().min(0).lt(memberPartitions) }),
  /** Wake whatever has work left: after a pause, or to wind up after it was cancelled. */
  z.object({ kind: z.literal('wake'), ...of }),
]);
export type PlanMessage = z.output<typeof planMessage>;

/** What the send queue carries: somebody should go on with this lane. Where it goes on stands in the table. */
export const laneMessage = z.object({
  ...of,
  lane: z
    .int()
    .min(0)
    .lt(2 * memberPartitions),
});
export type LaneMessage = z.output<typeof laneMessage>;
