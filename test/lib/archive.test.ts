import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { propertiesOf, templatesWith } from '#test/support/synthesised.ts';

let templates: ReturnType<typeof templatesWith>;
beforeAll(() => {
  templates = templatesWith({ archiveDays: 100 });
});

describe('the archive of outcomes', () => {
  it('is private, encrypted, without versions, outlives the stacks and forgets when its time is up', () => {
    const found = Object.keys(templates.data.findResources('AWS::S3::Bucket')).filter((id) => id.startsWith('Archive'));
    expect(found).toHaveLength(1);
    templates.data.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: Match.anyValue(),
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 100, Status: 'Enabled' })] },
        VersioningConfiguration: Match.absent(),
      },
    });
    templates.data.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: found[0] },
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('is written by Firehose, line by line, by day and client, compressed', () => {
    const [stream] = propertiesOf(templates.service, 'AWS::KinesisFirehose::DeliveryStream');
    expect(stream).toMatchObject({
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: {
        CompressionFormat: 'GZIP',
        DynamicPartitioningConfiguration: { Enabled: true },
        Prefix: 'outcomes/day=!{partitionKeyFromQuery:day}/client=!{partitionKeyFromQuery:client}/',
      },
    });
    expect(JSON.stringify(stream)).toContain('RecordDeAggregation');
  });

  it('is added to and never taken from: nothing in the service may delete of it', () => {
    const policies = propertiesOf(templates.service, 'AWS::IAM::Policy').map((policy) => JSON.stringify(policy));
    const onArchive = policies.filter((policy) => policy.includes('ArchiveBucket'));
    expect(onArchive).toHaveLength(1);
    expect(onArchive[0]).not.toMatch(/Delete/);
  });

  it('rings long before Firehose gives up, which is after a day', () => {
    const [alarm, ...others] = propertiesOf(templates.insight, 'AWS::CloudWatch::Alarm').filter(
      ({ Namespace }) => Namespace === 'AWS/Firehose',
    );
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ MetricName: 'DeliveryToS3.DataFreshness', Threshold: 3600, EvaluationPeriods: 3 });
  });

  it('keeps nothing for longer than openings and clicks may be kept', () => {
    expect(() => templatesWith({ archiveDays: 391 })).toThrow(/13 months/);
  });
});
