import type { ServiceFunction } from './constructs/service-function.ts';
import type { Service } from './service.ts';

/** Lets a function judge campaigns by lambdas/campaigns/check-now.ts: it reads the Directory, and asks the DNS about links. */
export const checksCampaigns = (checker: ServiceFunction, service: Service): ServiceFunction =>
  checker
    .usesTable(service.data.directory, 'read')
    .knows('PUBLIC_URL', service.publicUrl)
    .knows('MAIL_FROM_DOMAIN', service.settings.mailFromDomain)
    .knows('UNSUBSCRIBE_ADDRESS', service.unsubscribeAddress)
    .knowsIfSet('DNS_SERVERS', service.settings.dnsServers.join(','));
