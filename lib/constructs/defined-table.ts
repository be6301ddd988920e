import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { IndexDefinition, TableDefinition } from '#lambdas/platform/keys/table.ts';

export interface DefinedTableProps {
  readonly definition: TableDefinition;
  /** Whether the table goes with its stack. */
  readonly throwAway: boolean;
}

/** A table as its keys file defines it. */
export class DefinedTable extends Construct {
  readonly definition: TableDefinition;
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { definition, throwAway }: DefinedTableProps) {
    super(scope, id);
    this.definition = definition;
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      timeToLiveAttribute: definition.timeToLive,
      dynamoStream: definition.stream ? StreamViewType.NEW_IMAGE : undefined,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: definition.recovery && !throwAway },
      deletionProtection: !throwAway,
      removalPolicy: throwAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      globalSecondaryIndexes: Object.entries(definition.indexes ?? {}).map(([indexName, index]) =>
        indexProps(indexName, index),
      ),
    });
  }
}

const indexProps = (indexName: string, index: IndexDefinition) => ({
  indexName,
  partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
  sortKey: { name: index.sortKey, type: AttributeType.STRING },
  ...(index.projects === 'keys'
    ? { projectionType: ProjectionType.KEYS_ONLY }
    : index.projects === 'all'
      ? { projectionType: ProjectionType.ALL }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.projects] }),
});
