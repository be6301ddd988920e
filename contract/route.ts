import type * as z from 'zod';
import type { ErrorCode } from './errors.ts';
import type { InputOf, OutputOf, Shape } from './shape.ts';

/**
 * One row of the route table. Gateway routes, handlers, validation, OpenAPI, the typed client and the tests all read it.
 * What stands in `params`, `query` and `body` is all that a request may carry: unknown fields are refused.
 */
export interface RouteSpec {
  readonly id: string;
  readonly capability: Capability;
  readonly audience: Audience;
  /** Served by a function of its own, where it needs what its neighbours must not have: `http-<audience>-<part>.ts`. */
  readonly part?: 'lifecycle' | 'senders';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
  readonly path: `/${string}`;
  readonly status: 200 | 201 | 202 | 204;
  readonly summary: string;
  readonly params?: Shape<z.ZodObject>;
  readonly query?: Shape<z.ZodObject>;
  readonly body?: Shape;
  /** @default 'json' when the route has a body */
  readonly accepts?: 'json' | 'form' | 'anything';
  /** In bytes. @default 8 kB */
  readonly largestBody?: number;
  readonly reply: Reply;
  /** Shows a contact's personal data, leads it somewhere, or shows what its hand-over is signed with: an operator must give a reason, and an audit event is written first. */
  readonly showsContacts?: boolean;
  /** What may go wrong besides what every route may answer (invalid_request, internal). */
  readonly errors?: readonly ErrorCode[];
}

/**
 * The methods and paths by which the gateway knows a route. Public ones that are looked at answer HEAD as well: mailbox
 * providers and monitors try links so (ML-05), and looking never changes anything.
 */
export const keysOf = ({ method, path, audience }: RouteSpec): string[] =>
  method === 'GET' && audience === 'public' ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`];

/** `client` routes are for the users of one client, and for operators on the client's behalf. */
export type Audience = 'public' | 'client' | 'operator';

export type Capability =
  | 'sign-up'
  | 'consent'
  | 'forwarding'
  | 'clients'
  | 'contacts'
  | 'campaigns'
  | 'sending'
  | 'reporting'
  | 'abuse'
  | 'signpost';

export type Reply =
  | { readonly kind: 'json'; readonly schema: Shape }
  | { readonly kind: 'page' }
  | { readonly kind: 'file'; readonly contentType: string }
  | { readonly kind: 'empty' };

/** A page for people, in the language of the form: errors on such a route are pages too. */
export const page = { kind: 'page' } as const;
export const empty = { kind: 'empty' } as const;
export const json = <S extends Shape>(schema: S) => ({ kind: 'json', schema }) as const;
export const file = <C extends string>(contentType: C) => ({ kind: 'file', contentType }) as const;

export function route<const R extends RouteSpec>(spec: R): R {
  return spec;
}

export type ParamsOf<R extends RouteSpec> = R['params'] extends Shape ? OutputOf<R['params']> : undefined;
export type QueryOf<R extends RouteSpec> = R['query'] extends Shape ? OutputOf<R['query']> : undefined;
export type BodyOf<R extends RouteSpec> = R['body'] extends Shape ? OutputOf<R['body']> : undefined;
/** What a client of the API sends. */
export type BodyInputOf<R extends RouteSpec> = R['body'] extends Shape ? InputOf<R['body']> : undefined;
/** What a client of the API gets. */
export type ReplyDataOf<R extends RouteSpec> = R['reply'] extends { kind: 'json'; schema: infer S extends Shape }
  ? OutputOf<S>
  : R['reply'] extends { kind: 'empty' }
    ? undefined
    : string;
