import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { OperatorDashboard } from './constructs/operator-dashboard.ts';
import { Unsubscribing } from './constructs/unsubscribing.ts';
import { watchedIn } from './constructs/watched.ts';
import type { ServiceStack } from './service-stack.ts';
import type { Settings } from './settings.ts';

export interface InsightStackProps extends StackProps {
  readonly settings: Settings;
  readonly service: ServiceStack;
  /** The stacks whose functions, queues and topics are watched. */
  readonly watched: readonly Stack[];
}

/** What tells the operator how things are. It finds what there is to watch by itself. */
export class InsightStack extends Stack {
  constructor(scope: Construct, id: string, { settings, service, watched, ...props }: InsightStackProps) {
    super(scope, id, props);
    // An export in use cannot be removed: watching a queue would forbid to remove it (docs/decisions/0011).
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const topic = new AlarmTopic(this, 'AlarmTopic', { email: settings.alarmEmail });
    const unsubscribing = new Unsubscribing(this, 'Unsubscribing', { accessLog: service.api.accessLog });
    const found = { ...watchedIn(watched), api: service.api.api, unsubscribing };
    const alarms = new Alarms(this, 'Alarms', { ...found, topic });
    new OperatorDashboard(this, 'Dashboard', { ...found, alarms: alarms.all });

    new CfnOutput(this, 'AlarmTopicArn', { description: 'Where alarms go: subscribe to it', value: topic.topicArn });
  }
}
