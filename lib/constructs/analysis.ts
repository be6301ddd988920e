import { Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archivedOutcome } from '#contract/archive.ts';
import { namedQueries } from '../analysis/named-queries.ts';
import { outcomesPrefix } from './archive-bucket.ts';

export interface AnalysisProps {
  readonly archive: IBucket;
  /** Where answers lie for some days. */
  readonly answers: IBucket;
  /** How far back there is anything. */
  readonly keptForDays: number;
}

/** What one query may read: at 5 US dollars a terabyte, 5 cents. */
const mostBytes = 10 * 1024 ** 3;

/**
 * The archive as tables of Athena, and questions to it (docs/analysis.md). Nothing here costs anything while nobody asks. Names are
 * given, for CloudFormation asks for that of a work group, and people write those of tables in SQL.
 */
export class Analysis extends Construct {
  readonly workGroup: string;
  readonly database: string;
  readonly archive: IBucket;
  readonly answers: IBucket;

  constructor(scope: Construct, id: string, { archive, answers, keptForDays }: AnalysisProps) {
    super(scope, id);
    this.archive = archive;
    this.answers = answers;
    const { stackName, account } = Stack.of(this);
    const name = stackName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
    this.workGroup = stackName;
    this.database = name;

    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name, description: 'Assent: outcomes of messages' },
    });
    const location = `s3://${archive.bucketName}/${outcomesPrefix}`;
    const days = {
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy-MM-dd',
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
      'projection.day.range': `NOW-${keptForDays}DAYS,NOW`,
    };
    const table = (tableId: string, name: string, of: { partitions: string[]; properties: Record<string, string> }) => {
      new CfnTable(this, tableId, {
        catalogId: account,
        databaseName: database.ref,
        tableInput: {
          name,
          tableType: 'EXTERNAL_TABLE',
          parameters: { classification: 'json', ...days, ...of.properties },
          partitionKeys: of.partitions.map((partition) => ({ name: partition, type: 'string' })),
          storageDescriptor: {
            columns: columns.filter((column) => !of.partitions.includes(column.name)),
            location,
            inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
            outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
            serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
          },
        },
      });
    };
    // Athena reads what lies below a day, all clients of it.
    table('Outcomes', 'outcomes', {
      partitions: ['day'],
      properties: { 'storage.location.template': `${location}day=\${day}/` },
    });
    // For questions about one client, which have to name it: they read, and pay for, no more than its own.
    table('OutcomesOfClient', 'outcomes_of_client', {
      partitions: ['day', 'client'],
      properties: {
        'projection.client.type': 'injected',
        'storage.location.template': `${location}day=\${day}/client=\${client}/`,
      },
    });

    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: this.workGroup,
      description: 'Assent: questions to the archive of outcomes',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: false,
        bytesScannedCutoffPerQuery: mostBytes,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${answers.bucketName}/answers/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const { name: query, answers: description, sql } of namedQueries())
      new CfnNamedQuery(this, `Query-${query}`, {
        name: query,
        description,
        database: this.database,
        workGroup: this.workGroup,
        queryString: sql,
      }).addResourceDependency(workGroup);
  }
}

/** By the schema of a line. What is a partition is told by the path, and is no column. */
const columns = Object.keys(archivedOutcome.shape).map((name) => ({ name, type: name === 'v' ? 'int' : 'string' }));
