import type { Client } from '#contract/clients.ts';
import type { confirmDigest, showDigestLink } from '#contract/forwarding.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { parseDigestToken } from '#lambdas/platform/link-tokens.ts';
import type { DigestLinkApp } from './digest-link-app.ts';
import type { KeptDigest } from './digests-store.ts';
import { askPage, digestConfirmedPage, tooOldPage } from './pages/digest-pages.tsx';
import { linkOf } from './rules/digest-setting.ts';
import type { DigestLink } from './rules/digest-setting.ts';

/** Scanners follow links: a GET tells, and changes nothing. */
export const show: Run<typeof showDigestLink, DigestLinkApp> = async ({ params }, app) => {
  const { client, link } = await follow(app, params.token);
  if (link.kind === 'used') return digestConfirmedPage(client);
  return link.kind === 'expired' ? tooOldPage(client) : askPage(client);
};

/** Whoever reads the address wants it; said again, it says that it was said. */
export const confirm: Run<typeof confirmDigest, DigestLinkApp> = async ({ params }, app) => {
  const { client, link, digest } = await follow(app, params.token);
  if (link.kind === 'expired') return tooOldPage(client);
  if (link.kind === 'open') {
    const { clientId } = client;
    const reader = { userName: 'assent', reason: 'whoever reads the address pressed the button' };
    if (
      !(await app.digests.change(
        clientId,
        digest,
        link.to,
        audited(app, reader, clientId, 'digest.confirmed', clientId),
      ))
    )
      throw new DomainError('unavailable', 'this digest is being changed just now; try again in a minute');
  }
  return digestConfirmedPage(client);
};

interface Followed {
  readonly client: Client;
  readonly digest: KeptDigest;
  readonly link: Exclude<DigestLink, { readonly kind: 'unknown' }>;
}

/** @throws DomainError not_found for whatever is no link of ours, or replaced by a newer one */
async function follow(app: DigestLinkApp, token: string): Promise<Followed> {
  const parsed = parseDigestToken(token);
  if (!parsed) throw notFound('link');
  const [client, digest] = await Promise.all([
    app.directory.client(parsed.clientId),
    app.digests.find(parsed.clientId),
  ]);
  const link = linkOf(digest?.setting, parsed.secretHash, app.clock.now());
  if (!client || !digest || link.kind === 'unknown') throw notFound('link');
  return { client, digest, link };
}
