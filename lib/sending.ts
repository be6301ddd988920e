import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checksCampaigns } from './checks-campaigns.ts';
import { QueueWorker } from './constructs/queue-worker.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
import { sendsCampaigns } from './sends-mail.ts';
import type { Service } from './service.ts';

/** Campaigns on their way: whom they go to, at which pace, and what became of everybody. */
export class Sending extends Construct {
  /** Takes campaigns whose time has come: `{kind: 'start', clientId, campaignId, version}`. */
  readonly planQueue: Queue;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail, api } = service;

    const sender = service
      .function(this, 'send-messages', {
        description: 'Sends campaigns: up to fifty people of one a run',
        impact: 'campaigns do not go out; they go on where they stopped',
        // Shorter than the lease of a claim (lambdas/platform/mail-transport.ts) and of a lane (lambdas/sending/runs-store.ts).
        timeout: Duration.seconds(25),
        memorySizeMb: 1024,
      })
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.consent, 'look')
      .usesTable(data.delivery, 'read', 'lookAtMany', 'append')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .knows('PUBLIC_URL', service.publicUrl)
      .knows('UNSUBSCRIBE_ADDRESS', service.unsubscribeAddress)
      .knowsIfSet('DNS_SERVERS', service.settings.dnsServers.join(','))
      .knowsIfSet('RAMP_UP', service.settings.rampUp ? JSON.stringify(service.settings.rampUp) : '')
      .may(['ses:GetAccount'], ['*']);
    sendsCampaigns(sender, service, [mail.tracked, mail.untracked]);
    const sending = new QueueWorker(this, 'Lanes', {
      worker: sender,
      // A run takes as long as its fifty messages may take: one more would wait behind it.
      batchSize: 1,
      maxConcurrency: 10,
      waitsAtMost: Duration.minutes(30),
    });
    sender.sendsTo('SEND_QUEUE_URL', sending.queue);

    const planner = service
      .function(this, 'plan-audience', {
        description: 'Begins campaigns, and finds out whom they go to',
        impact: 'campaigns do not begin, or go to some of their people only until it is mended',
        timeout: Duration.seconds(60),
        memorySizeMb: 1024,
      })
      .usesTable(data.directory, 'append')
      .usesTable(data.consent, 'lookAtMany')
      .usesTable(data.delivery, 'read', 'lookAtMany', 'append')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .may(['ses:GetAccount'], ['*'])
      .sendsTo('SEND_QUEUE_URL', sending.queue);
    checksCampaigns(planner, service);
    const planning = new QueueWorker(this, 'Plans', { worker: planner, batchSize: 2, maxConcurrency: 10 });
    planner.sendsTo('PLAN_QUEUE_URL', planning.queue);
    this.planQueue = planning.queue;

    const reconciler = service
      .function(this, 'reconcile-runs', {
        description: 'Settles messages of which nobody knew, wakes what stands still, closes what is done',
        impact: 'campaigns that lost a worker stand still, and messages that nobody knew of stay so',
        timeout: Duration.seconds(60),
        quiet: true,
      })
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.delivery, 'read', 'change')
      .sendsTo('SEND_QUEUE_URL', sending.queue)
      .sendsTo('PLAN_QUEUE_URL', planning.queue);
    new ScheduledJob(this, 'EveryMinute', {
      job: reconciler,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // The next run does what this one could not.
      latest: Duration.minutes(1),
      retries: 0,
    });

    const client = service
      .function(this, 'sending-client', {
        description: 'Users watch, pause, resume and cancel campaigns',
        impact: 'users cannot pause or cancel campaigns that are being sent',
      })
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.delivery, 'read', 'change')
      .sendsTo('PLAN_QUEUE_URL', planning.queue);
    api.serve('sending', 'client', client);
  }
}
