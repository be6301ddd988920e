import type { findContact } from '#contract/consent.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { epochSeconds } from '#lambdas/platform/clock.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';
import type { MemberApp } from './member-app.ts';

/** By the exact address only. Who was erased is not found, and neither is what was to be forgotten by now. */
export const run: Run<typeof findContact, MemberApp> = async ({ params, body }, app) => {
  const judged = judgeAddress(body.address);
  if (!judged.ok) throw notFound('contact');
  const { keys } = await app.secrets();
  const standing = await app.standings.find(keys.ofClient(params.clientId, judged.canonical));
  const forgotten = standing?.expiresAt !== undefined && standing.expiresAt <= epochSeconds(app.clock.now());
  if (!standing || forgotten || standing.stopped?.reason === 'erased') throw notFound('contact');
  const lists = Object.entries(standing.lists).map(([listId, { status, purposes, since }]) => ({
    listId,
    status,
    purposes,
    since,
  }));
  return reply({ contactId: standing.contactId, lists, stopped: standing.stopped });
};
