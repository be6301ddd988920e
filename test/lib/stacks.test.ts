import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#contract/routes.ts';
import { assentStacks } from '#lib/assent-stage.ts';
import { DataStack } from '#lib/data-stack.ts';
import { settingsFrom } from '#lib/settings.ts';

const templatesFor = (settings: object) => {
  const { data, mail, service } = assentStacks(new App(), 'T', {
    settings: settingsFrom({ mailFromDomain: 'mail.example.com', ...settings }),
  });
  return {
    stacks: { data, mail, service },
    data: Template.fromStack(data),
    mail: Template.fromStack(mail),
    service: Template.fromStack(service),
  };
};
/** Without the functions, which take seconds to bundle. */
const dataWith = (given: object) =>
  Template.fromStack(
    new DataStack(new App(), 'D', { settings: settingsFrom({ mailFromDomain: 'mail.example.com', ...given }) }),
  );
let kept: ReturnType<typeof templatesFor>;
let thrownAway: ReturnType<typeof templatesFor>;

beforeAll(() => {
  kept = templatesFor({});
  thrownAway = templatesFor({ throwAway: true, receiveUnsubscribes: true });
}, 120_000);

const propertiesOf = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map(
    (resource) => (resource as { Properties: Record<string, unknown> }).Properties,
  );

describe('what is kept', () => {
  it('outlives the stacks by default', () => {
    kept.data.allResources('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
    expect(kept.stacks.data.terminationProtection).toBe(true);
    kept.data.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });

  it('can be restored to a point in time, but for what has to be forgotten', () => {
    const recovering = propertiesOf(kept.data, 'AWS::DynamoDB::GlobalTable').map(
      ({ Replicas }) =>
        (Replicas as { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: boolean } }[])[0]!
          .PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
    );
    expect(recovering.filter(Boolean)).toHaveLength(4);
    expect(recovering).toHaveLength(5);
  });

  it('goes with the stacks of a throw-away deployment', () => {
    thrownAway.data.allResources('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
    expect(thrownAway.stacks.data.terminationProtection).toBe(false);
  });
});

describe('the checkpoints of the ledger', () => {
  it('are locked by their bucket, for which nobody is asked', () => {
    kept.data.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: Match.anyValue(),
    });
    kept.data.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  });

  it.each([
    [
      { mode: 'compliance', days: 1100 },
      { Mode: 'COMPLIANCE', Days: 1100 },
    ],
    [{ mode: 'off' }, undefined],
  ])('are locked as the deployment says: %j', (checkpointLock, expected) => {
    const [bucket] = propertiesOf(dataWith({ checkpointLock }), 'AWS::S3::Bucket');
    const { ObjectLockConfiguration: lock } = bucket as {
      ObjectLockConfiguration?: { Rule: { DefaultRetention: unknown } };
    };
    expect(lock?.Rule.DefaultRetention).toEqual(expected);
  });

  it('are written every day', () => {
    kept.service.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(17 2 * * ? *)' });
  });

  it('go with a throw-away deployment, which locks nothing', () => {
    const [bucket] = propertiesOf(thrownAway.data, 'AWS::S3::Bucket');
    expect(bucket).not.toHaveProperty('ObjectLockConfiguration');
    thrownAway.data.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  });
});

describe('mail to unsubscribe', () => {
  it('is taken only where the deployment says so', () => {
    kept.service.resourceCountIs('AWS::SES::ReceiptRule', 0);
    const { service } = thrownAway;
    service.hasResourceProperties('AWS::SES::ReceiptRule', {
      Rule: {
        Enabled: true,
        Recipients: ['unsubscribe@mail.example.com'],
        Actions: [{ LambdaAction: { InvocationType: 'Event' } }],
      },
    });
    service.hasOutput('ReceivingMx', { Value: Match.anyValue() });
  });
});

describe('who may sign in', () => {
  it('is made by an administrator only (SC-01)', () => {
    kept.data.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  it('gets tokens for a quarter of an hour, and no hint whether a name is known (SC-03, SC-07)', () => {
    kept.data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AccessTokenValidity: 15,
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: Match.arrayWith(['ALLOW_USER_PASSWORD_AUTH']),
    });
  });
});

describe('the gateway', () => {
  it('serves every route of the contract, and no other', () => {
    const served = propertiesOf(kept.service, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey as string);
    expect(served.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('asks for a sign-in wherever the contract does', () => {
    const open = propertiesOf(kept.service, 'AWS::ApiGatewayV2::Route').filter(
      ({ AuthorizationType }) => AuthorizationType === 'NONE',
    );
    expect(open).toHaveLength(routes.filter(({ audience }) => audience === 'public').length);
  });

  it('logs neither addresses nor paths, which hold tokens', () => {
    const [stage] = propertiesOf(kept.service, 'AWS::ApiGatewayV2::Stage');
    expect(JSON.stringify(stage)).not.toMatch(/sourceIp|userAgent|context\.path|context\.identity/);
  });
});

describe('every queue', () => {
  it('keeps what failed, or is where it is kept', () => {
    const queues = propertiesOf(kept.service, 'AWS::SQS::Queue');
    const withDeadLetters = queues.filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
    const deadLetters = queues.filter(
      ({ MessageRetentionPeriod }) => (MessageRetentionPeriod as number) === 14 * 24 * 3600,
    );
    expect(withDeadLetters.length + deadLetters.length).toBe(queues.length);
    kept.service.resourceCountIs('AWS::CloudWatch::Alarm', deadLetters.length);
  });
});

it('every log group forgets', () => {
  for (const { RetentionInDays } of propertiesOf(kept.service, 'AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(30);
});

it('no function may delete an item, or change what was said: that is for erasing alone, which is no function yet', () => {
  for (const template of [kept.service, thrownAway.service]) {
    const statements = propertiesOf(template, 'AWS::IAM::Policy').flatMap(
      ({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement,
    );
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(dynamodb:(Delete|BatchWrite|\*)|s3:(Delete|\*)|\*)/.test(action))).toEqual([]);
    const changing = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:UpdateItem'));
    expect(JSON.stringify(changing.map(({ Resource }) => Resource))).not.toContain('LedgerTable');
  }
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** Read this as a reviewer: a line that grows is a function that may do more. Resources are named by their construct. */
it('each function may do this and nothing else', () => {
  const table = Object.entries(kept.service.findResources('AWS::IAM::Policy'))
    .flatMap(([id, { Properties }]) => {
      const { PolicyDocument } = Properties as { PolicyDocument: { Statement: { Action: string | string[] }[] } };
      const actions = PolicyDocument.Statement.flatMap(({ Action }) => Action).filter(
        (action) => !action.startsWith('logs:'),
      );
      return `${id.replace(/RoleDefaultPolicy\w+$/, '')}: ${[...new Set(actions)].sort().join(', ')}`;
    })
    .sort();
  expect(table).toMatchInlineSnapshot(`
    [
      "Clientsclientsclient: dynamodb:GetItem, dynamodb:Query",
      "Clientsclientsoperator: cognito-idp:AdminAddUserToGroup, cognito-idp:AdminCreateUser, dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query, dynamodb:UpdateItem, ses:CreateTenant, ses:CreateTenantResourceAssociation",
      "Consentannounceevents: dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:ListStreams, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:SendMessage",
      "Consentconsentclient: dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query, s3:GetObject, s3:ListBucket, secretsmanager:GetSecretValue",
      "Consentconsentpublic: dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query, secretsmanager:GetSecretValue",
      "Consentwritecheckpoint: dynamodb:Scan, s3:GetObject, s3:ListBucket, s3:PutObject, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:SendMessage",
      "SchedulerRoleForTargete367ccDefaultPolicy85C2B096: lambda:InvokeFunction, sqs:SendMessage",
      "SignUpsendconfirmations: dynamodb:GetItem, dynamodb:UpdateItem, secretsmanager:GetSecretValue, ses:SendEmail, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage",
      "SignUpsendwelcomes: dynamodb:GetItem, secretsmanager:GetSecretValue, ses:SendEmail, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage",
      "SignUpsignupclient: dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query",
      "SignUpsignuppublic: dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, secretsmanager:GetSecretValue",
    ]
  `);
});
