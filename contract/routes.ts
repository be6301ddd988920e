import { abuseRoutes } from './abuse.ts';
import { contentRoutes, lifecycleRoutes } from './campaigns.ts';
import { clientsRoutes } from './clients.ts';
import { consentRoutes } from './consent.ts';
import { contactsRoutes } from './contacts.ts';
import { forwardingRoutes } from './forwarding.ts';
import type { Audience, Capability, RouteSpec } from './route.ts';
import { growthRoutes } from './growth.ts';
import { reportingRoutes } from './reports.ts';
import { sendersRoutes } from './senders.ts';
import { sendingRoutes } from './sending.ts';
import { signUpRoutes } from './sign-up.ts';
import { signpostRoutes } from './signpost.ts';

/** Every address that Assent answers. */
export const routes: readonly RouteSpec[] = [
  ...signUpRoutes,
  ...consentRoutes,
  ...clientsRoutes,
  ...forwardingRoutes,
  ...signpostRoutes,
  ...contactsRoutes,
  ...contentRoutes,
  ...lifecycleRoutes,
  ...sendingRoutes,
  ...sendersRoutes,
  ...abuseRoutes,
  ...reportingRoutes,
  ...growthRoutes,
];

export const routesOf = (capability: Capability, audience: Audience, part?: RouteSpec['part']): readonly RouteSpec[] =>
  routes.filter((route) => route.capability === capability && route.audience === audience && route.part === part);
