import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { DeliverabilityDashboard } from './constructs/dashboards/deliverability.ts';
import { OperationsDashboard } from './constructs/dashboards/operations.ts';
import { ProgrammeDashboard } from './constructs/dashboards/programme.ts';
import { Analysis } from './constructs/analysis.ts';
import { Analysts } from './constructs/analysts.ts';
import { Unsubscribing } from './constructs/unsubscribing.ts';
import { watchedIn } from './constructs/watched.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';
import type { Settings } from './settings.ts';

export interface InsightStackProps extends StackProps {
  readonly settings: Settings;
  readonly service: ServiceStack;
  readonly data: DataStack;
  /** The stacks whose functions, queues and topics are watched. */
  readonly watched: readonly Stack[];
}

/** What tells the operator how things are. It finds what there is to watch by itself. */
export class InsightStack extends Stack {
  constructor(scope: Construct, id: string, { settings, service, data, watched, ...props }: InsightStackProps) {
    super(scope, id, props);
    // An export in use cannot be removed: watching a queue would forbid to remove it (docs/decisions/0011).
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const topic = new AlarmTopic(this, 'AlarmTopic', { email: settings.alarmEmail });
    const unsubscribing = new Unsubscribing(this, 'Unsubscribing', { accessLog: service.api.accessLog });
    const found = { ...watchedIn(watched), api: service.api.api, unsubscribing };
    const alarms = new Alarms(this, 'Alarms', { ...found, topic });
    const tables = [data.ledger, data.consent, data.directory, data.delivery, data.ephemeral].map(({ table }) => table);
    const operations = new OperationsDashboard(this, 'Operations', { ...found, alarms: alarms.all, tables, service });
    const deliverability = new DeliverabilityDashboard(this, 'Deliverability');
    const { campaignsWidget } = service;
    const programme = new ProgrammeDashboard(this, 'Programme', {
      campaignsWidget,
      deliverability: deliverability.dashboard,
    });
    const { archive, answers } = data;
    const analysis = new Analysis(this, 'Analysis', { archive, answers, keptForDays: settings.archiveDays });
    const analysts = new Analysts(this, 'Analysts', { widgets: [campaignsWidget], analysis });

    for (const [name, { dashboard }] of Object.entries({ operations, deliverability, programme }))
      new CfnOutput(this, `${name[0]?.toUpperCase()}${name.slice(1)}Dashboard`, {
        description: 'A dashboard of CloudWatch, by name',
        value: dashboard.dashboardName,
      });
    new CfnOutput(this, 'AnalysisWorkGroup', {
      description: 'Work group of Athena with questions to the archive of outcomes',
      value: analysis.workGroup,
    });
    new CfnOutput(this, 'AnalystsPolicy', {
      description: 'Managed policy for people who look at dashboards and ask the archive, and nothing else',
      value: analysts.managedPolicyArn,
    });
    new CfnOutput(this, 'AlarmTopicArn', { description: 'Where alarms go: subscribe to it', value: topic.topicArn });
  }
}
