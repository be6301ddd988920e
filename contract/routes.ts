import { clientsRoutes } from './clients.ts';
import { consentRoutes } from './consent.ts';
import type { Audience, Capability, RouteSpec } from './route.ts';
import { signUpRoutes } from './sign-up.ts';

/** Every address that Assent answers. Those of contract/forwarding.ts join when their functions do. */
export const routes: readonly RouteSpec[] = [...signUpRoutes, ...consentRoutes, ...clientsRoutes];

export const routesOf = (capability: Capability, audience: Audience): readonly RouteSpec[] =>
  routes.filter((route) => route.capability === capability && route.audience === audience);
