import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { CampaignItem } from './store.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { scheduleExpression } from './rules/local-time.ts';

/** What the plan queue is told when a campaign's time has come. */
export const startOf = ({ clientId, campaignId, version }: CampaignItem) => ({
  kind: 'start',
  clientId,
  campaignId,
  version,
});

/** By version: what takes back an old one never meets a new one. */
const nameOf = ({ campaignId, version }: CampaignItem): string => `${campaignId}-${version}`;

/** Times at which campaigns start: at most one for each version. */
export interface Schedules {
  /** Sets it, or sets it anew; said twice it is the same. */
  put(item: CampaignItem, at: string, timeZone: string): Promise<void>;
  /** Taken away, or not there. */
  remove(item: CampaignItem): Promise<void>;
}

/** EventBridge Scheduler, one-time schedules that go when they have been: a role of theirs sends to the plan queue alone. */
export function eventBridgeSchedules(): Schedules {
  const scheduler = lazily(() => new SchedulerClient({}));
  const GroupName = lazily(() => setting('SCHEDULE_GROUP'));
  return {
    async put(item, at, timeZone) {
      const { expression, timeZone: by } = scheduleExpression(at, timeZone);
      const schedule: CreateScheduleCommandInput = {
        Name: nameOf(item),
        GroupName: GroupName(),
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: by,
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: setting('PLAN_QUEUE_ARN'),
          RoleArn: setting('SCHEDULE_ROLE_ARN'),
          Input: JSON.stringify(startOf(item)),
          DeadLetterConfig: { Arn: setting('SCHEDULE_DEAD_LETTERS_ARN') },
        },
      };
      try {
        await scheduler().send(new CreateScheduleCommand(schedule));
      } catch (error) {
        // Somebody else was at it just now, or the answer to the first try was lost.
        if (!(error instanceof ConflictException)) throw error;
        await scheduler().send(new UpdateScheduleCommand(schedule));
      }
    },
    async remove(item) {
      try {
        await scheduler().send(new DeleteScheduleCommand({ Name: nameOf(item), GroupName: GroupName() }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}
