import { acceptableUseVersion, createClient } from '#contract/clients.ts';
import type { Client } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** A client is taken on only with the acceptable-use policy in force accepted by a named person. */
export const run: Run<typeof createClient, ClientsApp> = async ({ body, caller }, app) => {
  const { acceptableUse, ...profile } = body;
  if (acceptableUse.version !== acceptableUseVersion)
    throw new DomainError('invalid_fields', 'the acceptable-use policy has to be accepted as it stands', {
      fields: [{ path: 'acceptableUse.version', message: `is not the version in force: ${acceptableUseVersion}` }],
    });
  const at = app.clock.now();
  const clientId = app.ids.next();
  const added: Client = {
    ...profile,
    clientId,
    status: 'pending',
    acceptableUse: { ...acceptableUse, acceptedAt: at },
    createdAt: at,
  };
  await app.store.add(added, audited(app, caller(), clientId, createClient.id, clientId));
  return reply(added);
};
