import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { MailEvents } from './constructs/mail-events.ts';
import type { Settings } from './settings.ts';

export interface MailStackProps extends StackProps {
  readonly settings: Settings;
}

/** What mail leaves by. */
export class MailStack extends Stack {
  readonly identity: EmailIdentity;
  /** With opens and clicks counted: only for people who agreed to it. */
  readonly tracked: ConfigurationSet;
  readonly untracked: ConfigurationSet;
  /** What SES says about them. */
  readonly events: MailEvents;
  /** Every tenant of this account: they are made when clients are approved. */
  readonly tenantArns: string;
  /** Every identity of this account: those of clients are made while this is deployed. */
  readonly identityArns: string;

  constructor(scope: Construct, id: string, { settings, ...props }: MailStackProps) {
    super(scope, id, { ...props, terminationProtection: !settings.throwAway });
    const { mailFromDomain: domain } = settings;
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      mailFromDomain: `bounce.${domain}`,
    });
    const set = (setId: string) =>
      new ConfigurationSet(this, setId, {
        suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
        tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL,
        reputationMetrics: true,
      });
    this.tracked = set('Tracked');
    this.untracked = set('Untracked');
    this.events = new MailEvents(this, 'Events', { tracked: this.tracked, untracked: this.untracked });

    this.tenantArns = this.formatArn({ service: 'ses', resource: 'tenant', resourceName: '*' });
    this.identityArns = this.formatArn({ service: 'ses', resource: 'identity', resourceName: '*' });

    this.identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `Dkim${index + 1}`, {
        description: 'CNAME record: signs mail (DKIM)',
        value: `${name} CNAME ${value}`,
      });
    });
    new CfnOutput(this, 'MailFromMx', {
      description: 'MX record: bounces come back to SES',
      value: `bounce.${domain} MX 10 feedback-smtp.${this.region}.amazonses.com`,
    });
    new CfnOutput(this, 'MailFromSpf', {
      description: 'TXT record: SES may send for this domain (SPF)',
      value: `bounce.${domain} TXT "v=spf1 include:amazonses.com ~all"`,
    });
    new CfnOutput(this, 'Dmarc', {
      description: 'TXT record: what receivers do with forged mail (DMARC); tighten p to quarantine, then reject',
      value: `_dmarc.${domain} TXT "v=DMARC1; p=none"`,
    });
  }

  arnOf(set: ConfigurationSet): string {
    return this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: set.configurationSetName });
  }
}
