import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { outcomesPrefix, unplacedPrefix } from './archive-bucket.ts';
import type { ServiceFunction } from './service-function.ts';

export interface OutcomeStreamProps {
  readonly bucket: IBucket;
}

/**
 * From the consumer of outcomes to the archive: takes lines apart, and puts them together by day and client, compressed
 * (docs/decisions/0041).
 */
export class OutcomeStream extends Construct {
  readonly stream: CfnDeliveryStream;

  constructor(scope: Construct, id: string, { bucket }: OutcomeStreamProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    // As AWS asks for it: "Grant Firehose access to an Amazon S3 destination". Not granted by the CDK's own, which may delete too.
    const onBucket = new PolicyStatement({
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      resources: [bucket.bucketArn],
    });
    const onObjects = new PolicyStatement({
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'],
      resources: [outcomesPrefix, unplacedPrefix].map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    });
    role.addToPolicy(onBucket);
    role.addToPolicy(onObjects);
    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        compressionFormat: 'GZIP',
        bufferingHints: { intervalInSeconds: 900, sizeInMBs: 64 },
        dynamicPartitioningConfiguration: { enabled: true },
        prefix: `${outcomesPrefix}day=!{partitionKeyFromQuery:day}/client=!{partitionKeyFromQuery:client}/`,
        errorOutputPrefix: `${unplacedPrefix}!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/`,
        processingConfiguration: {
          enabled: true,
          processors: [
            processor('RecordDeAggregation', { SubRecordType: 'JSON' }),
            processor('MetadataExtraction', {
              MetadataExtractionQuery: '{day: .day, client: .client}',
              JsonParsingEngine: 'JQ-1.6',
            }),
            // Taken apart, lines have lost their ends.
            processor('AppendDelimiterToRecord', { Delimiter: String.raw`\n` }),
          ],
        },
      },
    });
    // What Firehose may do has to be there before it is asked to do it.
    this.stream.node.addDependency(role);
  }

  takesFrom(worker: ServiceFunction): void {
    worker.knows('ARCHIVE_STREAM', this.stream.ref).may(['firehose:PutRecord'], [this.stream.attrArn]);
  }
}

const processor = (type: string, parameters: Readonly<Record<string, string>>) => ({
  type,
  parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({ parameterName, parameterValue })),
});
