import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#contract/routes.ts';
import { assentStacks } from '#lib/assent-stage.ts';
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
let kept: ReturnType<typeof templatesFor>;
let thrownAway: ReturnType<typeof templatesFor>;

beforeAll(() => {
  kept = templatesFor({});
  thrownAway = templatesFor({ throwAway: true, privateWebhookHosts: ['127.0.0.1:4603'] });
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
    const tellsOfThem = { MetricName: 'ApproximateNumberOfMessagesVisible' };
    kept.service.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', tellsOfThem, deadLetters.length);
  });
});

describe('files that a client takes out', () => {
  it('are read by nobody without an address of ours, over TLS only, and gone after a day', () => {
    kept.data.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: Match.anyValue(),
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: 1, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }],
      },
    });
    kept.data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('webhooks', () => {
  it('that are given up raise an alarm', () => {
    kept.service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Assent',
      MetricName: 'DeliveriesGivenUp',
      Threshold: 0,
    });
  });

  it('reach private hosts only where a deployment names them', () => {
    const named = (template: Template) =>
      JSON.stringify(template.toJSON()).match(/PRIVATE_WEBHOOK_HOSTS/g)?.length ?? 0;
    expect([named(kept.service), named(thrownAway.service)]).toEqual([0, 2]);
  });
});

it('every log group forgets', () => {
  for (const { RetentionInDays } of propertiesOf(kept.service, 'AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(30);
});

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
      "Consentconsentpublic: dynamodb:GetItem, dynamodb:PutItem, secretsmanager:GetSecretValue",
      "Contactskeepmembers: dynamodb:GetItem, dynamodb:PutItem, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage",
      "ForwardingEveryMinute: lambda:InvokeFunction, sqs:SendMessage",
      "ForwardingEveryMorning: lambda:InvokeFunction, sqs:SendMessage",
      "Forwardingdeliverwebhooks: dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, secretsmanager:GetSecretValue, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage, sqs:SendMessage",
      "Forwardingforwardingclient: dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query, dynamodb:UpdateItem, s3:GetObject, secretsmanager:GetSecretValue, sqs:SendMessage",
      "Forwardingplandeliveries: dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage, sqs:SendMessage",
      "Forwardingsenddigests: dynamodb:GetItem, dynamodb:Query, dynamodb:UpdateItem, ses:SendEmail",
      "Forwardingwakedeliveries: dynamodb:Query, dynamodb:UpdateItem, sqs:SendMessage",
      "Forwardingwriteexports: dynamodb:BatchGetItem, dynamodb:GetItem, dynamodb:Query, dynamodb:UpdateItem, s3:PutObject, secretsmanager:GetSecretValue, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage, sqs:SendMessage",
      "SignUpsendconfirmations: dynamodb:GetItem, dynamodb:UpdateItem, secretsmanager:GetSecretValue, ses:SendEmail, sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ReceiveMessage",
      "SignUpsignupclient: dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query",
      "SignUpsignuppublic: dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, secretsmanager:GetSecretValue",
    ]
  `);
});
