import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

export interface CheckpointBucketProps {
  readonly settings: Settings;
}

/** What witnesses the ledger. Locked by the bucket's own default, so that no caller has a say in it. */
export class CheckpointBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { settings }: CheckpointBucketProps) {
    super(scope, id);
    const { throwAway } = settings;
    const retention = throwAway ? undefined : retentionOf(settings.checkpointLock);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectLockEnabled: retention !== undefined,
      objectLockDefaultRetention: retention,
      removalPolicy: throwAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }
}

function retentionOf({ mode, days }: Settings['checkpointLock']): ObjectLockRetention | undefined {
  if (mode === 'off') return undefined;
  const period = Duration.days(days);
  return mode === 'compliance' ? ObjectLockRetention.compliance(period) : ObjectLockRetention.governance(period);
}
