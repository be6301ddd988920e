import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { reason } from '#contract/common.ts';
import type { RouteSpec } from '#contract/route.ts';
import { DomainError, notFound } from './errors.ts';

/** Who is signed in, as the Directory knows them now: a token outlives a removal, this does not (SC-10). */
export interface Caller {
  readonly userName: string;
  readonly role: 'operator' | 'client';
  readonly clientId?: string;
  /** Given by an operator who looks at a client's contacts. */
  readonly reason?: string;
}

export interface CallerPorts {
  readonly users: { find(userName: string): Promise<{ role: 'operator' | 'client'; clientId?: string } | undefined> };
  readonly audit: { write(entry: AuditEntry): Promise<void> };
}

export interface AuditEntry {
  readonly clientId: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason?: string;
}

const authorized = z.object({
  authorizer: z.object({
    jwt: z.object({ claims: z.object({ username: z.string(), token_use: z.literal('access') }) }),
  }),
});

/**
 * Lets the right people through: operators on operator routes; on client routes the client's own users, and operators.
 * Somebody else's client is "not found", never "forbidden": even its existence is not told.
 */
export async function callerOf(
  route: RouteSpec,
  event: APIGatewayProxyEventV2,
  clientId: string | undefined,
  ports: CallerPorts,
): Promise<Caller> {
  const claim = authorized.safeParse(event.requestContext);
  if (!claim.success) throw new DomainError('unauthenticated', 'sign in first');
  const userName = claim.data.authorizer.jwt.claims.username;
  const user = await ports.users.find(userName);
  if (!user) throw new DomainError('unauthenticated', 'this user is not known any more');
  // Asked before any client is looked for: it tells of none.
  if (route.audience === 'operator' && user.role !== 'operator')
    throw new DomainError('not_found', "this needs an operator's log-in");
  if (user.role === 'client' && clientId !== undefined && clientId !== user.clientId) throw notFound('client');
  if (user.role === 'operator' && route.showsContacts) {
    const given = reason.safeParse(event.headers['x-assent-reason']);
    if (!given.success || clientId === undefined)
      throw new DomainError(
        'reason_required',
        "say in x-assent-reason why you look at a client's contacts (5 to 500 characters)",
      );
    await ports.audit.write({
      clientId,
      actor: userName,
      action: route.id,
      subject: event.requestContext.requestId,
      reason: given.data,
    });
    return { userName, role: user.role, reason: given.data };
  }
  return { userName, role: user.role, clientId: user.clientId };
}
