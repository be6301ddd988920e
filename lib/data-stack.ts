import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { AccountRecovery, CfnUserPoolGroup, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { ephemeralTable } from '#lambdas/platform/keys/ephemeral.ts';
import { ledgerTable } from '#lambdas/platform/keys/ledger.ts';
import type { TableDefinition } from '#lambdas/platform/keys/table.ts';
import { ArchiveBucket } from './constructs/archive-bucket.ts';
import { CheckpointBucket } from './constructs/checkpoint-bucket.ts';
import { DefinedTable } from './constructs/defined-table.ts';
import { PictureBucket } from './constructs/picture-bucket.ts';
import type { Settings } from './settings.ts';

export interface DataStackProps extends StackProps {
  readonly settings: Settings;
}

/** What outlives every release: tables, secrets, people who sign in. */
export class DataStack extends Stack {
  readonly ledger: DefinedTable;
  readonly consent: DefinedTable;
  readonly directory: DefinedTable;
  readonly delivery: DefinedTable;
  readonly ephemeral: DefinedTable;
  /** Daily witnesses of the ledger. */
  readonly checkpoints: Bucket;
  readonly addressSecret: Secret;
  readonly linkSecret: Secret;
  readonly originSecret: Secret;
  readonly webhookSecret: Secret;
  /** Files that a client takes out: for a day. */
  readonly exports: Bucket;
  /** Pictures of clients: what was posted, for a day, and what the distribution serves. */
  readonly pictures: Bucket;
  /** Files that a client brings: for a day. */
  readonly imports: Bucket;
  /** Outcomes of messages, for analysts. */
  readonly archive: Bucket;
  /** What analysts asked of it: for a week. */
  readonly answers: Bucket;
  readonly userPool: UserPool;
  readonly userPoolClient: UserPoolClient;

  constructor(scope: Construct, id: string, { settings, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: !settings.throwAway });
    const removalPolicy = settings.throwAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const table = (definition: TableDefinition) =>
      new DefinedTable(this, definition.name, { definition, throwAway: settings.throwAway });
    this.ledger = table(ledgerTable);
    this.consent = table(consentTable);
    this.directory = table(directoryTable);
    this.delivery = table(deliveryTable);
    this.ephemeral = table(ephemeralTable);
    this.checkpoints = new CheckpointBucket(this, 'Checkpoints', { settings }).bucket;

    const secret = (secretId: string, description: string, json = false) =>
      new Secret(this, secretId, {
        description,
        removalPolicy,
        generateSecretString: {
          passwordLength: 64,
          excludePunctuation: true,
          ...(json ? { secretStringTemplate: '{}', generateStringKey: 'k1' } : {}),
        },
      });
    this.addressSecret = secret(
      'AddressSecret',
      'Assent: keys addresses to hashes and seals personal details; never rotate',
    );
    this.linkSecret = secret('LinkSecret', 'Assent: signs links; rotate by adding k2, k3, … beside the old keys', true);
    this.originSecret = secret('OriginSecret', 'Assent: shows that a request came through the distribution');
    this.webhookSecret = secret(
      'WebhookSecret',
      'Assent: makes the signing secrets of webhook endpoints; never rotate, rotate the endpoints',
    );

    const forDays = (bucketId: string, days: number) =>
      new Bucket(this, bucketId, {
        encryption: BucketEncryption.S3_MANAGED,
        enforceSSL: true,
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
        lifecycleRules: [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
        removalPolicy,
      });
    this.exports = forDays('Exports', 1);
    this.imports = forDays('Imports', 1);
    this.answers = forDays('Answers', 7);

    const keptForDays = settings.archiveDays;
    this.archive = new ArchiveBucket(this, 'Archive', { keptForDays, removalPolicy }).bucket;
    this.pictures = new PictureBucket(this, 'Pictures', { removalPolicy }).bucket;

    this.userPool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false, // SC-01
      signInAliases: { username: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.NONE,
      mfa: settings.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      deletionProtection: !settings.throwAway,
      removalPolicy,
    });
    for (const groupName of ['operator', 'client'])
      new CfnUserPoolGroup(this, `${groupName}Group`, { userPoolId: this.userPool.userPoolId, groupName });
    this.userPoolClient = this.userPool.addClient('Client', {
      authFlows: { userPassword: true },
      generateSecret: false,
      preventUserExistenceErrors: true, // SC-03
      accessTokenValidity: Duration.minutes(15), // SC-07
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(8),
      enableTokenRevocation: true,
      disableOAuth: true,
    });
  }
}
