import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checksCampaigns } from './checks-campaigns.ts';
import { deadLetterQueue } from './constructs/queue-worker.ts';
import { sendsCampaigns } from './sends-mail.ts';
import type { Service } from './service.ts';

/** From draft to scheduled: check, approve, test, and the times at which campaigns start. */
export class CampaignLifecycle extends Construct {
  /** @param plan told when a campaign's time has come */
  constructor(scope: Construct, id: string, service: Service, plan: Queue) {
    super(scope, id);
    const { data, mail, api } = service;
    const { group, role, deadLetters } = this.starts(plan);

    const lifecycle = service
      .function(this, 'campaigns-lifecycle', {
        description: 'Users check, test, approve and schedule campaigns',
        impact: 'users cannot check or schedule campaigns; those that are scheduled start',
        // Reading a long mail as a mail program does, and asking the DNS about its links.
        timeout: Duration.seconds(20),
        memorySizeMb: 1024,
      })
      .usesTable(data.directory, 'append')
      .usesSecret('LINK_SECRET', data.linkSecret)
      .sendsTo('PLAN_QUEUE_URL', plan)
      .knows('PLAN_QUEUE_ARN', plan.queueArn)
      .knows('SCHEDULE_GROUP', group.scheduleGroupName)
      .knows('SCHEDULE_ROLE_ARN', role.roleArn)
      .knows('SCHEDULE_DEAD_LETTERS_ARN', deadLetters.queueArn)
      .may(
        ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
        [
          Stack.of(this).formatArn({
            service: 'scheduler',
            resource: 'schedule',
            resourceName: `${group.scheduleGroupName}/*`,
          }),
        ],
      )
      .may(['iam:PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    checksCampaigns(lifecycle, service);
    sendsCampaigns(lifecycle, service, [mail.untracked]);
    api.serve('campaigns', 'client', lifecycle, 'lifecycle');
  }

  /** Schedules are made at run time, one for each campaign. What they may do is the same for all: tell the plan queue. */
  private starts(plan: Queue) {
    const group = new ScheduleGroup(this, 'Starts');
    const deadLetters = deadLetterQueue(this, 'DeadLetters', 'a campaign did not start at its time');
    const role = new Role(this, 'StartRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [plan.queueArn, deadLetters.queueArn] }),
    );
    return { group, role, deadLetters };
  }
}
