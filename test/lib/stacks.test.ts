import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { keysOf } from '#contract/route.ts';
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
  thrownAway = templatesFor({
    throwAway: true,
    privateWebhookHosts: ['127.0.0.1:4603'],
    receiveUnsubscribes: true,
  });
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

it('leads whoever types an address without its scheme to https', () => {
  kept.service.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: { DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' } },
  });
});

describe('the gateway', () => {
  it('serves every route of the contract, sends what is none to the signpost, and has no other', () => {
    const served = propertiesOf(kept.service, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey as string);
    expect(served.sort()).toEqual(['$default', ...routes.flatMap(keysOf)].sort());
    kept.service.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Signpost'), 'Arn'] },
      SourceArn: { 'Fn::Join': ['', Match.arrayWith(['/$default/*'])] },
    });
  });

  it('asks for a sign-in wherever the contract does', () => {
    const open = propertiesOf(kept.service, 'AWS::ApiGatewayV2::Route').filter(
      ({ AuthorizationType }) => AuthorizationType === 'NONE',
    );
    const wanted = routes.filter(({ audience }) => audience === 'public').flatMap(keysOf);
    expect(open.map(({ RouteKey }) => RouteKey)).toEqual(expect.arrayContaining(wanted));
    expect(open).toHaveLength(wanted.length + 1);
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
  });
});

describe('what SES says about messages', () => {
  const destinations = () =>
    propertiesOf(kept.mail, 'AWS::SES::ConfigurationSetEventDestination').map(
      ({ ConfigurationSetName, EventDestination }) => {
        const { MatchingEventTypes, SnsDestination } = EventDestination as {
          MatchingEventTypes: string[];
          SnsDestination?: object;
        };
        const set = JSON.stringify(ConfigurationSetName).includes('Untracked') ? 'untracked' : 'tracked';
        return { set, by: SnsDestination ? 'SNS' : 'EventBridge', types: MatchingEventTypes };
      },
    );

  it('is told by EventBridge, and what must not be lost by SNS too', () => {
    expect(
      destinations()
        .map(({ set, by }) => `${set} ${by}`)
        .sort(),
    ).toEqual(['tracked EventBridge', 'tracked SNS', 'untracked EventBridge', 'untracked SNS']);
    for (const { types } of destinations()) expect(types).toEqual(expect.arrayContaining(['bounce', 'complaint']));
  });

  it('tells of opens and clicks for the tracked set alone, and never by SNS: SES rewrites mails by this', () => {
    const counting = destinations().filter(({ types }) => types.some((type) => ['open', 'click'].includes(type)));
    expect(counting.map(({ set, by }) => `${set} ${by}`)).toEqual(['tracked EventBridge']);
  });

  it('reaches a queue without an address of anybody, and no other place', () => {
    const rules = propertiesOf(kept.mail, 'AWS::Events::Rule');
    expect(rules).toHaveLength(9);
    for (const { Targets, EventPattern } of rules) {
      const [target, ...more] = Targets as { InputTransformer: { InputPathsMap: object }; DeadLetterConfig?: object }[];
      expect(more).toEqual([]);
      // A dead-letter queue would get the event as it came.
      expect(target!.DeadLetterConfig).toBeUndefined();
      // Which link of the content it was: a number, as compile.ts writes it, and no address.
      const paths = Object.values(target!.InputTransformer.InputPathsMap)
        .join()
        .replace('click.linkTags.link', 'which');
      expect(paths).not.toMatch(
        /ipAddress|ecipients|destination|eaders|source|\.link(,|$)|linkTags(,|$)|\.tags(,|$)|\.(open|click|bounce|complaint)(,|$)/,
      );
      expect(JSON.stringify(EventPattern)).toContain('ses:configuration-set');
    }
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
  it('reach private hosts only where a deployment names them', () => {
    const named = (template: Template) =>
      JSON.stringify(template.toJSON()).match(/PRIVATE_WEBHOOK_HOSTS/g)?.length ?? 0;
    expect([named(kept.service), named(thrownAway.service)]).toEqual([0, 2]);
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
