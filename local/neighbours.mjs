import path from 'node:path';
import { dnsServer } from './dns.mjs';
import { logFile } from './processes.mjs';
import { startSes } from './ses/start.mjs';
import { localZone } from './zone.mjs';

/** What a deployment has around it: the DNS, SES, and the server of a client. @returns what to close */
export async function startNeighbours({ folder, endpoint, ports }) {
  // Not at the top: before the packages are installed, what it imports is not there.
  const { webhookReceiver } = await import('./webhook-receiver.mjs');
  const { dashboardsPage } = await import('./dashboards/serve.mjs');
  // The DNS answers by it, SES goes by it, and a test writes into it.
  const zone = localZone();
  return [
    // UDP: whatever holds the same number for TCP is not in its way.
    await dnsServer(ports.public, zone),
    await startSes({
      port: ports.inbox,
      endpoint,
      folder: path.join(folder, 'mails'),
      log: logFile(folder, 'ses'),
      zone,
    }),
    await webhookReceiver({ port: ports.webhookReceiver }),
    await dashboardsPage({ port: ports.dashboards, endpoint }),
  ];
}
