import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { deployment } from '../deployed.ts';
import type { Deployment, StackKind } from '../deployed.ts';
import { dmarcNames } from '#lambdas/clients/rules/dmarc.ts';
import { recordsOf } from './dns.ts';
import type { Records } from './dns.ts';

/** Something that was looked up, or why it could not be. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly because: string };

export interface Identity {
  readonly verified: boolean;
  readonly dkim: string;
  readonly mailFromDomain?: string;
  readonly mailFromStatus?: string;
}

export interface Account {
  readonly production: boolean;
  readonly sending: boolean;
  readonly health: string;
  readonly mostADay: number;
  readonly mostASecond: number;
  readonly sentToday: number;
  readonly suppresses: readonly string[];
}

export interface ConfigurationSet {
  readonly name: string;
  readonly sending: boolean;
  readonly suppresses: readonly string[];
  readonly destinations: readonly {
    readonly kind: 'EventBridge' | 'SNS' | 'other';
    readonly events: readonly string[];
  }[];
}

export interface Pool {
  readonly madeByAdminsOnly: boolean;
  readonly codes: string;
  readonly passwordLength: number;
  readonly protected: boolean;
  readonly operators: number;
}

export interface Facts {
  readonly region?: string;
  readonly prefix: string;
  readonly caller: Fact<{ readonly account: string; readonly arn: string }>;
  /** Undefined: never bootstrapped. */
  readonly bootstrap: Fact<number | undefined>;
  readonly deployed: Fact<Deployment>;
  readonly domain?: string;
  readonly identity: Fact<Identity>;
  readonly account: Fact<Account>;
  readonly configurationSets: Fact<readonly ConfigurationSet[]>;
  readonly pool: Fact<Pool>;
  readonly alarms: Fact<{ readonly told: number; readonly asked: number }>;
  /** Status of the answer. */
  readonly pages: Fact<number>;
  readonly bounceRecords: { readonly mx: Records; readonly txt: Records };
  /** Where a DMARC record may stand, the domain's own place first. */
  readonly dmarcRecords: readonly { readonly name: string; readonly txt: Records }[];
}

/** All that the checks need to know, asked for at once. Nothing is changed. */
export async function factsOf(prefix: string): Promise<Facts> {
  const [region, caller, bootstrap, deployed] = await Promise.all([
    chosenRegion(),
    fact(whoAmI),
    fact(bootstrapVersion),
    fact(() => deployment(prefix)),
  ]);
  const stacks = deployed.known ? deployed.value : {};
  const ids = (kind: StackKind, type: string) =>
    (stacks[kind]?.resources ?? []).filter((each) => each.type === type).map(({ physicalId }) => physicalId);
  const [domain] = ids('Mail', 'AWS::SES::EmailIdentity');
  const [poolId] = ids('Data', 'AWS::Cognito::UserPool');
  const [topicArn] = ids('Insight', 'AWS::SNS::Topic');
  const ses = new SESv2Client({});
  const [identity, account, configurationSets, pool, alarms, pages, mx, txt, dmarcRecords] = await Promise.all([
    fact(() => identityOf(ses, domain)),
    fact(() => accountOf(ses)),
    fact(() => Promise.all(ids('Mail', 'AWS::SES::ConfigurationSet').map((name) => configurationSetOf(ses, name)))),
    fact(() => poolOf(poolId)),
    fact(() => subscribersOf(topicArn)),
    fact(() => answerOf(stacks.Service?.outputs.PublicUrl)),
    recordsOf('MX', `bounce.${domain ?? ''}`),
    recordsOf('TXT', `bounce.${domain ?? ''}`),
    Promise.all(dmarcNames(domain ?? '').map(async (name) => ({ name, txt: await recordsOf('TXT', name) }))),
  ]);
  return {
    region,
    prefix,
    caller,
    bootstrap,
    deployed,
    domain,
    identity,
    account,
    configurationSets,
    pool,
    alarms,
    pages,
    bounceRecords: { mx, txt },
    dmarcRecords,
  };
}

/** A look-up that fails is a fact too: the others are still worth knowing. */
async function fact<T>(lookUp: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { known: true, value: await lookUp() };
  } catch (error) {
    return { known: false, because: error instanceof Error ? error.message || error.name : String(error) };
  }
}

/** Of what belongs to a stack that is not there: the stack is the finding. */
export const nothingDeployed = 'it is not deployed';
const notDeployed = (): never => {
  throw new Error(nothingDeployed);
};

/** As the SDK finds it: the environment, else the profile. */
const chosenRegion = async (): Promise<string | undefined> => {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
};

async function whoAmI() {
  const { Account: account = '', Arn: arn = '' } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return { account, arn };
}

async function bootstrapVersion(): Promise<number | undefined> {
  try {
    const Name = '/cdk-bootstrap/hnb659fds/version';
    const { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name }));
    return Number(Parameter?.Value);
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}

async function identityOf(ses: SESv2Client, domain: string | undefined = notDeployed()): Promise<Identity> {
  const found = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }));
  return {
    verified: found.VerifiedForSendingStatus ?? false,
    dkim: found.DkimAttributes?.Status ?? 'NOT_STARTED',
    mailFromDomain: found.MailFromAttributes?.MailFromDomain,
    mailFromStatus: found.MailFromAttributes?.MailFromDomainStatus,
  };
}

async function accountOf(ses: SESv2Client): Promise<Account> {
  const found = await ses.send(new GetAccountCommand({}));
  return {
    production: found.ProductionAccessEnabled ?? false,
    sending: found.SendingEnabled ?? false,
    health: found.EnforcementStatus ?? 'unknown',
    mostADay: found.SendQuota?.Max24HourSend ?? 0,
    mostASecond: found.SendQuota?.MaxSendRate ?? 0,
    sentToday: found.SendQuota?.SentLast24Hours ?? 0,
    suppresses: found.SuppressionAttributes?.SuppressedReasons ?? [],
  };
}

async function configurationSetOf(ses: SESv2Client, name: string): Promise<ConfigurationSet> {
  const asked = { ConfigurationSetName: name };
  const [set, { EventDestinations = [] }] = await Promise.all([
    ses.send(new GetConfigurationSetCommand(asked)),
    ses.send(new GetConfigurationSetEventDestinationsCommand(asked)),
  ]);
  return {
    name,
    sending: set.SendingOptions?.SendingEnabled ?? true,
    suppresses: set.SuppressionOptions?.SuppressedReasons ?? [],
    destinations: EventDestinations.filter(({ Enabled }) => Enabled).map((each) => ({
      kind: each.EventBridgeDestination ? 'EventBridge' : each.SnsDestination ? 'SNS' : 'other',
      events: each.MatchingEventTypes ?? [],
    })),
  };
}

async function poolOf(UserPoolId: string | undefined = notDeployed()): Promise<Pool> {
  const cognito = new CognitoIdentityProviderClient({});
  const [{ UserPool: pool }, { Users = [] }] = await Promise.all([
    cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'operator' })),
  ]);
  return {
    madeByAdminsOnly: pool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    codes: pool?.MfaConfiguration ?? 'OFF',
    passwordLength: pool?.Policies?.PasswordPolicy?.MinimumLength ?? 0,
    protected: pool?.DeletionProtection === 'ACTIVE',
    operators: Users.length,
  };
}

async function subscribersOf(TopicArn: string | undefined = notDeployed()) {
  const { Attributes = {} } = await new SNSClient({}).send(new GetTopicAttributesCommand({ TopicArn }));
  return { told: Number(Attributes.SubscriptionsConfirmed ?? 0), asked: Number(Attributes.SubscriptionsPending ?? 0) };
}

async function answerOf(publicUrl: string | undefined = notDeployed()): Promise<number> {
  const answer = await fetch(publicUrl, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  return answer.status;
}
