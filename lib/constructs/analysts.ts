import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Analysis } from './analysis.ts';
import { outcomesPrefix } from './archive-bucket.ts';
import type { ServiceFunction } from './service-function.ts';

export interface AnalystsProps {
  /** Functions that draw a widget: CloudWatch calls them as the person who looks. */
  readonly widgets: readonly ServiceFunction[];
  readonly analysis: Analysis;
}

/** What a person needs who looks at dashboards and asks the archive, and nothing else. Attach it to their role or permission set. */
export class Analysts extends Construct {
  readonly managedPolicyArn: string;

  constructor(scope: Construct, id: string, { widgets, analysis }: AnalystsProps) {
    super(scope, id);
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Reads the dashboards of Assent and asks the archive of outcomes by Athena',
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
        ...asking(Stack.of(this), analysis),
      ],
    });
    this.managedPolicyArn = policy.managedPolicyArn;
  }
}

/** Athena reads tables and files, and writes answers, as the person who asks. */
function asking(stack: Stack, { workGroup, database, archive, answers }: Analysis): PolicyStatement[] {
  const glue = (resource: string) => stack.formatArn({ service: 'glue', resource });
  const may = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });
  return [
    may(
      [
        'athena:BatchGetNamedQuery',
        'athena:BatchGetQueryExecution',
        'athena:GetNamedQuery',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:GetQueryResultsStream',
        'athena:GetWorkGroup',
        'athena:ListNamedQueries',
        'athena:ListQueryExecutions',
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
      ],
      [stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: workGroup })],
    ),
    // What the console asks before there is a work group. These know no resource.
    may(['athena:ListWorkGroups', 'athena:ListDataCatalogs', 'athena:ListEngineVersions'], ['*']),
    may(
      ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
      [glue('catalog'), glue(`database/${database}`), glue(`table/${database}/*`)],
    ),
    may(['s3:GetBucketLocation', 's3:ListBucket'], [archive.bucketArn, answers.bucketArn]),
    may(['s3:GetObject'], [archive.arnForObjects(`${outcomesPrefix}*`)]),
    may(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [answers.arnForObjects('answers/*')]),
  ];
}
