import {
  createEndpoint,
  disableEndpoint,
  enableEndpoint,
  getDigest,
  getExport,
  listDeliveries,
  listEndpoints,
  replayDelivery,
  replaySince,
  rotateEndpointSecret,
  setDigest,
  startExport,
  testEndpoint,
} from '#contract/forwarding.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { show as showExport, start } from './export-contacts.ts';
import { forwardingApp } from './forwarding-app.ts';
import { set, show as showDigest } from './manage-digest.ts';
import { add, disable, enable, page as endpoints, rotate } from './manage-endpoints.ts';
import { one, page as deliveries, since, test } from './replay-deliveries.ts';

export const handler = api(
  [
    on(createEndpoint, add),
    on(listEndpoints, endpoints),
    on(enableEndpoint, enable),
    on(disableEndpoint, disable),
    on(rotateEndpointSecret, rotate),
    on(testEndpoint, test),
    on(listDeliveries, deliveries),
    on(replayDelivery, one),
    on(replaySince, since),
    on(getDigest, showDigest),
    on(setDigest, set),
    on(startExport, start),
    on(getExport, showExport),
  ],
  forwardingApp,
);
