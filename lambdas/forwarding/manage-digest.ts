import type { getDigest, setDigest } from '#contract/forwarding.ts';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ForwardingApp } from './forwarding-app.ts';

export const show: Run<typeof getDigest, ForwardingApp> = async ({ params }, app) => {
  const { enabled = false, address } = (await app.digests.find(params.clientId)) ?? {};
  return reply({ enabled, address });
};

export const set: Run<typeof setDigest, ForwardingApp> = async ({ params, body, caller }, app) => {
  const judged = body.address === undefined ? undefined : judgeAddress(body.address);
  if (judged?.ok === false || (body.enabled && !judged))
    throw new DomainError('invalid_fields', 'a digest needs an address to go to', {
      fields: [{ path: 'address', message: 'is not an address that mail can be sent to' }],
    });
  if (!(await app.directory.client(params.clientId))) throw notFound('client');
  const wanted = { enabled: body.enabled, address: judged?.address };
  // Where it goes is not written into the trail: an address stays where it can be changed.
  const action = wanted.enabled ? 'digest.enabled' : 'digest.disabled';
  await app.digests.set(params.clientId, wanted, audited(app, caller(), params.clientId, action, params.clientId));
  return reply(wanted);
};
