import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Clients } from './clients.ts';
import { Consent } from './consent.ts';
import { AssentApi } from './constructs/http-api.ts';
import { PublicSite } from './constructs/public-site.ts';
import type { DataStack } from './data-stack.ts';
import type { MailStack } from './mail-stack.ts';
import { Reporting } from './reporting.ts';
import { functionsOf } from './service.ts';
import type { Settings } from './settings.ts';
import { SignUp } from './sign-up.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly data: DataStack;
  readonly mail: MailStack;
}

/** What answers: gateway, functions, distribution. Holds no data. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { settings, data, mail, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { userPool, userPoolClient, originSecret } = data;
    const logRetention = settings.logRetentionDays;
    const api = new AssentApi(this, 'Api', { userPool, userPoolClient, logRetention });
    const site = new PublicSite(this, 'Site', { api, originSecret });
    const publicUrl = settings.publicUrl ?? `https://${site.distribution.distributionDomainName}`;
    const service = { data, mail, api, settings, publicUrl, function: functionsOf(logRetention) };

    new Clients(this, 'Clients', service);
    const signUp = new SignUp(this, 'SignUp', service);
    new Consent(this, 'Consent', service, { mails: signUp.mails.queue });
    new Reporting(this, 'Reporting', service);

    new CfnOutput(this, 'PublicUrl', { description: 'Public pages and API', value: publicUrl });
    new CfnOutput(this, 'DistributionDomain', { value: site.distribution.distributionDomainName });
    new CfnOutput(this, 'ApiId', { value: api.api.apiId });
    new CfnOutput(this, 'UserPoolId', { value: userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: userPoolClient.userPoolClientId });
    new CfnOutput(this, 'DirectoryTable', {
      description: 'For `assent operator add`',
      value: data.directory.table.tableName,
    });
  }
}
