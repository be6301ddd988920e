import type { Client } from '#contract/clients.ts';
import type { FullNotice } from '#contract/consent.ts';

/** Who stands behind a notice of a client's, and who works for them: the same whatever people were shown. */
export const standsBehind = (
  client: Client,
  region: string,
): Pick<FullNotice, 'clientId' | 'controller' | 'recipients' | 'storageLocations' | 'rightsUrl' | 'jurisdiction'> => ({
  clientId: client.clientId,
  controller: {
    name: client.legalName,
    brand: client.brand,
    address: client.postalAddress,
    contact: client.contactAddress,
    phone: client.phone,
    url: client.website,
  },
  recipients: ['Amazon Web Services (processor)'],
  storageLocations: [region],
  rightsUrl: client.privacyUrl,
  jurisdiction: client.postalAddress.country,
});
