import { createHash } from 'node:crypto';
import type { Client } from '#contract/clients.ts';
import { addSender, removeSender, sendersPerClient } from '#contract/senders.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { shownSender } from './look-at-sender.ts';
import { isOperators, subdomainsFor } from './rules/operator-domain.ts';
import type { SendersApp } from './senders-app.ts';
import type { KeptSender } from './senders-store.ts';

/** Claimed in the Directory first: of two clients who name the same domain, one goes on to SES. */
export const run: Run<typeof addSender, SendersApp> = async ({ params, body, caller }, app) => {
  const client = await app.senders.client(params.clientId);
  if (!client) throw notFound('client');
  if (client.status !== 'approved')
    throw new DomainError('wrong_state', 'a client gets sender domains once it is approved, while it is not suspended');
  const { userName } = caller();
  const claimed =
    body.domain === undefined
      ? await operatorsFor(client, userName, app)
      : await ownDomain(client, body.domain, userName, app);
  return reply(shownSender(await prepareSender(claimed, userName, app), app.region()));
};

async function ownDomain(client: Client, domain: string, actor: string, app: SendersApp): Promise<KeptSender> {
  const { mailFromDomain } = app.settings();
  if (isOperators(domain, mailFromDomain))
    throw new DomainError('invalid_fields', 'this domain is the operator’s', {
      fields: [{ path: 'domain', message: `is, or is below, ${mailFromDomain}: name a domain of your own` }],
    });
  const known = await app.senders.find(client.clientId, domain);
  if (known) return known;
  await mayHaveMore(client, app);
  const claimed = await claim(client, { domain, owner: 'client' }, actor, app);
  if (!claimed) throw taken(domain);
  return claimed;
}

/** Its own brand goes first; a name that another client has gets something behind it. */
async function operatorsFor(client: Client, actor: string, app: SendersApp): Promise<KeptSender> {
  const { mailFromDomain, clientSubdomains } = app.settings();
  if (!clientSubdomains)
    throw new DomainError('wrong_state', 'sub-domains of the operator’s are not given out here: name a domain');
  const known = (await all(client, app)).find(({ owner }) => owner === 'operator');
  if (known) return known;
  await mayHaveMore(client, app);
  for (const domain of subdomainsFor(client.brand, suffixOf(client), mailFromDomain)) {
    const claimed = await claim(client, { domain, owner: 'operator' }, actor, app);
    if (claimed) return claimed;
  }
  throw taken(`a sub-domain for ${client.brand}`);
}

/** The same whenever it is asked. */
const suffixOf = ({ clientId }: Client): string => createHash('sha256').update(clientId).digest('hex').slice(0, 6);

async function all({ clientId }: Client, app: SendersApp): Promise<KeptSender[]> {
  const found: KeptSender[] = [];
  let pageToken: string | undefined;
  do {
    const page = await app.senders.of(clientId, { limit: 100, pageToken });
    found.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}

async function mayHaveMore(client: Client, app: SendersApp): Promise<void> {
  if ((await all(client, app)).length >= sendersPerClient)
    throw new DomainError('limit_reached', `a client may have ${sendersPerClient} sender domains; remove one first`);
}

/** @returns undefined when the domain is taken */
async function claim(
  { clientId }: Client,
  named: Pick<KeptSender, 'domain' | 'owner'>,
  actor: string,
  app: SendersApp,
): Promise<KeptSender | undefined> {
  const audit = audited(app, { userName: actor }, clientId, addSender.id, named.domain);
  const added: KeptSender = { v: 1, ...named, clientId, status: 'waiting', found: [], createdAt: audit.stamp.at };
  return (await app.senders.claim(added, audit)) ? added : undefined;
}

/** Whose it is stays untold. */
const taken = (domain: string): DomainError =>
  new DomainError('already_exists', `${domain} is taken in this Assent; if it is yours, ask your operator`);

/**
 * Has SES make the identity, or finds that it did. A domain that the account uses for something else goes back.
 * @returns the domain with the key that SES signs with
 */
export async function prepareSender(kept: KeptSender, actor: string, app: SendersApp): Promise<KeptSender> {
  const { clientId, domain } = kept;
  const key = await app.identities.prepare(clientId, domain);
  if (!key) {
    const why = { userName: actor, reason: 'not ours at SES' };
    await app.senders.remove(kept, audited(app, why, clientId, removeSender.id, domain));
    throw taken(domain);
  }
  if (kept.key?.zone === key.zone && kept.key.tokens.join() === key.tokens.join()) return kept;
  if (!(await app.senders.keepKey(kept, key))) throw notFound('sender domain');
  return { ...kept, key, found: [], status: 'waiting', readySince: undefined };
}
