import type { exportLedger, ProofBundle } from '#contract/consent.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { MemberApp } from './member-app.ts';
import { proofOf } from './proof-of.ts';
import { findLeaf } from './rules/tree-file.ts';

/** All that proves a contact's consent: the chain, what was shown, the key to what was typed, the witness of the day. */
export const run: Run<typeof exportLedger, MemberApp> = async ({ params }, app) => {
  const { contactId, clientId } = params;
  const standing = await app.standings.ofContact(contactId);
  if (standing?.clientId !== clientId) throw notFound('contact');
  const proof = await proofOf(app, standing);
  const { sealer } = await app.secrets();
  const contactKey = standing.salt && sealer.keyOf(standing.salt, contactId).toString('base64url');
  return reply({ ...proof, ...(contactKey ? { contactKey } : {}), ...(await witnessOf(app, contactId)) });
};

/** A chain younger than the newest checkpoint has no witness yet. */
async function witnessOf(app: MemberApp, contactId: string): Promise<Pick<ProofBundle, 'checkpoint' | 'inclusion'>> {
  const checkpoint = await app.checkpoints.newest(app.clock.now());
  const leaf = checkpoint && (await findLeaf(app.checkpoints.treeOf(checkpoint), checkpoint.size, contactId));
  if (!leaf) return {};
  const { seq, hash, index, path } = leaf;
  return { checkpoint, inclusion: { seq, hash, index, path } };
}
