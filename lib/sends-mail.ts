import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { Service } from './service.ts';

/**
 * Lets a function send by lambdas/platform/mail-transport.ts: from our domain alone, and each message once.
 * @param sets those that it may use: without `tracked` among them, nobody can be counted by it
 */
export const sendsMail = (
  sender: ServiceFunction,
  service: Service,
  sets: readonly ConfigurationSet[],
): ServiceFunction =>
  hands(sender, service, sets, [service.mail.identity.emailIdentityArn], {
    StringLike: { 'ses:FromAddress': `*@${service.settings.mailFromDomain}` },
  });

/**
 * The same from the domains of clients too, which come and go while this is deployed: neither identity nor sender can be named
 * here. What holds a client to its own is the tenant, which SES lets use the identities that are associated with it.
 */
export const sendsCampaigns = (
  sender: ServiceFunction,
  service: Service,
  sets: readonly ConfigurationSet[],
): ServiceFunction => hands(sender, service, sets, [service.mail.identityArns]);

function hands(
  sender: ServiceFunction,
  { data, mail, settings }: Service,
  sets: readonly ConfigurationSet[],
  identities: readonly string[],
  conditions?: Record<string, unknown>,
): ServiceFunction {
  return sender
    .usesTable(data.delivery, 'change')
    .knows('MAIL_FROM_DOMAIN', settings.mailFromDomain)
    .knows('CONFIGURATION_SET_TRACKED', mail.tracked.configurationSetName)
    .knows('CONFIGURATION_SET_UNTRACKED', mail.untracked.configurationSetName)
    .may(['ses:SendEmail'], [...identities, ...sets.map((set) => mail.arnOf(set))], conditions);
}
