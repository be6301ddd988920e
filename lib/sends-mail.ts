import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { Service } from './service.ts';

/**
 * Lets a function send by lambdas/platform/mail-transport.ts: from our domain alone, and each message once.
 * @param sets those that it may use: without `tracked` among them, nobody can be counted by it
 */
export function sendsMail(
  sender: ServiceFunction,
  { data, mail, settings }: Service,
  sets: readonly ConfigurationSet[],
): ServiceFunction {
  return sender
    .usesTable(data.delivery, 'change')
    .knows('MAIL_FROM_DOMAIN', settings.mailFromDomain)
    .knows('CONFIGURATION_SET_TRACKED', mail.tracked.configurationSetName)
    .knows('CONFIGURATION_SET_UNTRACKED', mail.untracked.configurationSetName)
    .may(['ses:SendEmail'], [mail.identity.emailIdentityArn, ...sets.map((set) => mail.arnOf(set))], {
      StringLike: { 'ses:FromAddress': `*@${settings.mailFromDomain}` },
    });
}
