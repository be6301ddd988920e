import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Abuse } from './abuse.ts';
import { Campaigns } from './campaigns.ts';
import { CampaignLifecycle } from './campaign-lifecycle.ts';
import { Clients } from './clients.ts';
import { Consent } from './consent.ts';
import { Contacts } from './contacts.ts';
import { AssentApi } from './constructs/http-api.ts';
import { PublicSite } from './constructs/public-site.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';
import { Forwarding } from './forwarding.ts';
import type { MailStack } from './mail-stack.ts';
import { Receiving } from './receiving.ts';
import { Reporting } from './reporting.ts';
import { Senders } from './senders.ts';
import { Sending } from './sending.ts';
import { functionsOf } from './service.ts';
import type { Settings } from './settings.ts';
import { SignUp } from './sign-up.ts';
import { Signpost } from './signpost.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly data: DataStack;
  readonly mail: MailStack;
  /** @default none */
  readonly webAclArn?: string;
}

/** What answers: gateway, functions, distribution. Holds no data. */
export class ServiceStack extends Stack {
  readonly api: AssentApi;
  readonly campaignsWidget: ServiceFunction;

  constructor(scope: Construct, id: string, { settings, data, mail, webAclArn, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { userPool, userPoolClient, originSecret } = data;
    const logRetention = settings.logRetentionDays;
    const api = new AssentApi(this, 'Api', { userPool, userPoolClient, logRetention });
    this.api = api;
    const { domain, certificateArn } = settings;
    const site = new PublicSite(this, 'Site', {
      api,
      originSecret,
      pictures: data.pictures,
      webAclArn,
      domain: domain && certificateArn ? { name: domain, certificateArn } : undefined,
    });
    const publicUrl = settings.publicUrl ?? `https://${domain ?? site.distribution.distributionDomainName}`;
    const unsubscribeAddress = settings.receiveUnsubscribes ? `unsubscribe@${settings.mailFromDomain}` : undefined;
    const service = {
      data,
      mail,
      api,
      settings,
      publicUrl,
      unsubscribeAddress,
      function: functionsOf(logRetention),
    };

    new Clients(this, 'Clients', service);
    new Senders(this, 'Senders', service);
    const signUp = new SignUp(this, 'SignUp', service);
    const contacts = new Contacts(this, 'Contacts', service);
    const forwarding = new Forwarding(this, 'Forwarding', service);
    const consent = new Consent(this, 'Consent', service, {
      mails: signUp.mails.queue,
      welcomes: signUp.welcomes.queue,
      forwarding: forwarding.announced.queue,
      members: contacts.members.queue,
    });
    const reporting = new Reporting(this, 'Reporting', service);
    this.campaignsWidget = reporting.campaignsWidget;
    new Signpost(this, 'Signpost', service);
    new Abuse(this, 'Abuse', service);
    if (unsubscribeAddress !== undefined)
      new Receiving(this, 'Receiving', {
        service,
        unsubscribeAddress,
        abuseAddress: `abuse@${settings.mailFromDomain}`,
      });
    const sending = new Sending(this, 'Sending', service);
    new Campaigns(this, 'Campaigns', service);
    new CampaignLifecycle(this, 'CampaignLifecycle', service, sending.planQueue);

    new CfnOutput(this, 'PublicUrl', { description: 'Public pages and API', value: publicUrl });
    new CfnOutput(this, 'DistributionDomain', {
      description: domain ? `CNAME record: ${domain} leads to this` : 'The distribution, if a domain is to lead to it',
      value: site.distribution.distributionDomainName,
    });
    new CfnOutput(this, 'ApiId', { value: api.api.apiId });
    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: userPoolClient.userPoolClientId });
    new CfnOutput(this, 'CheckpointsBucket', {
      description: 'Daily checkpoints of the ledger',
      value: data.checkpoints.bucketName,
    });
    new CfnOutput(this, 'WriteCheckpoint', {
      description: 'Writes the checkpoint of today, if there is none: aws lambda invoke --function-name …',
      value: consent.witness.functionName,
    });
    new CfnOutput(this, 'DirectoryTable', {
      description: 'For `assent operator add`',
      value: data.directory.table.tableName,
    });
    new CfnOutput(this, 'LedgerTable', { description: 'For `assent redrive`', value: data.ledger.table.tableName });
    new CfnOutput(this, 'DeliveryTable', {
      description: 'For `assent redrive` and `assent report recount`',
      value: data.delivery.table.tableName,
    });
    new CfnOutput(this, 'RefoldQueue', { description: 'For `assent redrive`', value: reporting.again.queueUrl });
    new CfnOutput(this, 'TellAgainQueue', { description: 'For `assent redrive`', value: consent.again.queueUrl });
  }
}
