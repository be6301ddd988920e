import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

export interface AnalystsProps {
  /** Functions that draw a widget: CloudWatch calls them as the person who looks. */
  readonly widgets: readonly ServiceFunction[];
}

/** What a person needs who looks at dashboards and nothing else. Attach it to their role or permission set. */
export class Analysts extends Construct {
  readonly managedPolicyArn: string;

  constructor(scope: Construct, id: string, { widgets }: AnalystsProps) {
    super(scope, id);
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Reads the dashboards of Assent, with the widgets that its functions draw',
      statements: [
        new PolicyStatement({
          // Figures and alarms know no resource that a policy could name.
          actions: [
            'cloudwatch:GetDashboard',
            'cloudwatch:ListDashboards',
            'cloudwatch:GetMetricData',
            'cloudwatch:ListMetrics',
            'cloudwatch:DescribeAlarms',
          ],
          resources: ['*'],
        }),
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: widgets.map(({ function: { functionArn } }) => functionArn),
        }),
      ],
    });
    this.managedPolicyArn = policy.managedPolicyArn;
  }
}
