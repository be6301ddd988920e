import type {
  createEndpoint,
  disableEndpoint,
  enableEndpoint,
  listEndpoints,
  rotateEndpointSecret,
} from '#contract/forwarding.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import type { Caller } from '#lambdas/platform/caller.ts';
import { day, later } from '#lambdas/platform/clock.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { KeptEndpoint } from './endpoints-store.ts';
import type { ForwardingApp } from './forwarding-app.ts';
import { mayDial } from './rules/may-dial.ts';

/** Each event goes to each of them: more would only slow them all. */
export const endpointsPerClient = 10;

export const add: Run<typeof createEndpoint, ForwardingApp> = async ({ params: { clientId }, body, caller }, app) => {
  const may = mayDial(body.url, app.privateHosts());
  if (!may.ok)
    throw new DomainError('invalid_fields', 'this address cannot be an endpoint', {
      fields: [{ path: 'url', message: may.problem }],
    });
  await mayPoint(app, caller(), clientId);
  if ((await app.endpoints.all(clientId)).length >= endpointsPerClient)
    throw new DomainError('limit_reached', `a client may have ${endpointsPerClient} endpoints`);
  const added: KeptEndpoint = {
    v: 1,
    endpointId: app.ids.next(),
    clientId,
    url: may.url.href,
    description: body.description,
    status: 'active',
    createdAt: app.clock.now(),
    secretVersion: 1,
    revision: 1,
  };
  await app.endpoints.add(added, audited(app, caller(), clientId, 'endpoint.created', added.endpointId));
  return reply(await withSecret(app, added));
};

export const page: Run<typeof listEndpoints, ForwardingApp> = async ({ params, query }, app) => {
  const { items, nextPageToken } = await app.endpoints.page(params.clientId, query);
  return reply({ items: items.map(shown), nextPageToken });
};

export const enable: Run<typeof enableEndpoint, ForwardingApp> = async ({ params, caller }, app) => {
  const from = await known(app, params);
  if (from.status === 'active') return reply(shown(from));
  await mayPoint(app, caller(), params.clientId);
  const { disabledBecause: _mended, ...rest } = from;
  return reply(shown(await change(app, caller(), from, { ...rest, status: 'active' }, 'endpoint.enabled')));
};

export const disable: Run<typeof disableEndpoint, ForwardingApp> = async ({ params, caller }, app) => {
  const from = await known(app, params);
  if (from.status === 'disabled') return reply(shown(from));
  const to: KeptEndpoint = { ...from, status: 'disabled', disabledBecause: `switched off by ${caller().userName}` };
  return reply(shown(await change(app, caller(), from, to, 'endpoint.disabled')));
};

export const rotate: Run<typeof rotateEndpointSecret, ForwardingApp> = async ({ params, caller }, app) => {
  const from = await known(app, params);
  const to: KeptEndpoint = {
    ...from,
    secretVersion: from.secretVersion + 1,
    previousSecretUntil: later(app.clock.now(), day),
  };
  return reply(await withSecret(app, await change(app, caller(), from, to, 'endpoint.secret-rotated')));
};

/** While a client is suspended, contacts go where they went before, and an operator alone says otherwise: docs/forwarding.md. */
async function mayPoint(app: ForwardingApp, { role }: Caller, clientId: string): Promise<void> {
  const client = await app.directory.client(clientId);
  if (!client) throw notFound('client');
  if (client.status === 'suspended' && role !== 'operator')
    throw new DomainError('wrong_state', 'while a client is suspended, only an operator names or enables an endpoint');
}

export async function known(
  app: Pick<ForwardingApp, 'endpoints'>,
  { clientId, endpointId }: { readonly clientId: string; readonly endpointId: string },
): Promise<KeptEndpoint> {
  const found = await app.endpoints.find(clientId, endpointId);
  if (!found) throw notFound('endpoint');
  return found;
}

async function change(app: ForwardingApp, caller: Caller, from: KeptEndpoint, to: KeptEndpoint, action: string) {
  if (!(await app.endpoints.change(from, to, audited(app, caller, from.clientId, action, from.endpointId))))
    throw new DomainError('changed_meanwhile', 'somebody else changed this endpoint just now; look at it again');
  return to;
}

/** What is shown of an endpoint: its secret only by the two routes that make one. */
const shown = ({ endpointId, clientId, url, description, status, disabledBecause, createdAt }: KeptEndpoint) => ({
  endpointId,
  clientId,
  url,
  description,
  status,
  disabledBecause,
  createdAt,
});

async function withSecret(app: ForwardingApp, endpoint: KeptEndpoint) {
  const signing = await app.signing();
  return { ...shown(endpoint), secret: signing.of(endpoint.endpointId, endpoint.secretVersion) };
}
