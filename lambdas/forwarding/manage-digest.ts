import type { Client } from '#contract/clients.ts';
import type { getDigest, setDigest } from '#contract/forwarding.ts';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { digestToken, secretHashOf } from '#lambdas/platform/link-tokens.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ForwardingApp } from './forwarding-app.ts';
import { digestAskMail } from './mails/digest-ask-mail.ts';
import { afterWish, askMessageId, mostAsks } from './rules/digest-setting.ts';
import type { DigestSetting } from './rules/digest-setting.ts';

export const show: Run<typeof getDigest, ForwardingApp> = async ({ params }, app) =>
  reply(shown((await app.digests.find(params.clientId))?.setting));

export const set: Run<typeof setDigest, ForwardingApp> = async ({ params: { clientId }, body, caller }, app) => {
  const judged = body.address === undefined ? undefined : judgeAddress(body.address);
  if (judged?.ok === false || (body.enabled && !judged))
    throw new DomainError('invalid_fields', 'a digest needs an address to go to', {
      fields: [{ path: 'address', message: 'is not an address that mail can be sent to' }],
    });
  const client = await app.directory.client(clientId);
  if (!client) throw notFound('client');
  const before = await app.digests.find(clientId);
  const secret = app.secret();
  const ask = { askId: app.ids.next(), tokenHash: secretHashOf(secret) };
  const wish = { enabled: body.enabled, address: judged?.address };
  const after = afterWish(before?.setting, wish, app.clock.now(), ask);
  if ('refused' in after)
    throw new DomainError('limit_reached', `addresses are asked ${mostAsks} times in thirty days at most; wait`);
  if (after.asks && client.status !== 'approved')
    throw new DomainError(
      'wrong_state',
      'an address is asked by mail, and none is sent for a client that is not approved',
    );
  // Where it goes is not written into the trail: an address stays where it can be changed.
  const audit = audited(app, caller(), clientId, wish.enabled ? 'digest.enabled' : 'digest.disabled', clientId);
  if (!(await app.digests.change(clientId, before, after.to, audit)))
    throw new DomainError('changed_meanwhile', 'somebody else changed this digest just now; look at it again');
  if (after.asks) await sendAsk(app, client, after.to, secret);
  return reply(shown(after.to));
};

/** Nobody gets a daily mail because somebody else typed their address. */
async function sendAsk(app: ForwardingApp, client: Client, { address, askId }: DigestSetting, secret: Buffer) {
  if (address === undefined || askId === undefined) throw new Error('an address is asked that is not there');
  const { clientId, brand, language } = client;
  const sent = await app.transport.send(
    {
      ...digestAskMail({ client, url: `${app.publicUrl()}/d/${digestToken(clientId, secret)}` }),
      purpose: 'digestAsk',
      client: { clientId, brand, tenantName: clientId },
      to: address,
      messageId: askMessageId(askId),
      tags: {},
      language,
      tracked: false,
    },
    // Somebody of the client asked for it just now, and how often they may was asked above.
    () => Promise.resolve({ send: true }),
  );
  app.log.info('digest ask', { clientId, sent: sent.sent, because: sent.sent ? undefined : sent.because });
  if (!sent.sent)
    throw new DomainError('unavailable', 'the mail that asks may not have been sent; set the digest again');
}

const shown = (setting: DigestSetting | undefined) => ({
  enabled: setting?.enabled ?? false,
  address: setting?.address,
  confirmed: setting?.confirmedAt !== undefined,
  disabledBecause: setting?.disabledBecause,
});
