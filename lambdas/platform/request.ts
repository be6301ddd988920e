import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { FieldProblem } from '#contract/errors.ts';
import type { BodyOf, ParamsOf, QueryOf, RouteSpec } from '#contract/route.ts';
import { DomainError } from './errors.ts';

/** Little that people or their programs send here is larger: a route that takes more says so. */
export const largestBody = 8 * 1024;

export interface PartsOf<R extends RouteSpec> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
}

/** The parts of a request after the route's schemas have judged them. @throws DomainError when they refuse */
export function parseRequest<R extends RouteSpec>(route: R, event: APIGatewayProxyEventV2): PartsOf<R>;
export function parseRequest(route: RouteSpec, event: APIGatewayProxyEventV2): unknown {
  return {
    params: route.params ? parsed(route.params, event.pathParameters ?? {}, 'not_found') : undefined,
    query: route.query ? parsed(route.query, queryOf(event), 'invalid_request') : undefined,
    body: route.body ? parsed(route.body, bodyOf(route, event), 'invalid_fields') : undefined,
  };
}

function parsed(schema: z.ZodType, value: unknown, code: 'not_found' | 'invalid_request' | 'invalid_fields'): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // An id of the wrong shape names nothing: whether it is malformed or foreign is nobody's business.
  if (code === 'not_found') throw new DomainError('not_found', 'there is nothing at this address');
  throw new DomainError(code, 'some fields are not as they should be', { fields: fieldProblems(result.error) });
}

export const fieldProblems = (error: z.ZodError): FieldProblem[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not a field of this request' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );

function queryOf(event: APIGatewayProxyEventV2): Record<string, string> {
  const seen = new URLSearchParams(event.rawQueryString);
  return withoutRepeats(seen);
}

function bodyOf(route: RouteSpec, event: APIGatewayProxyEventV2): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const most = route.largestBody ?? largestBody;
  if (bytes.length > most) throw new DomainError('too_large', `a body may have ${most} bytes`);
  const type = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const wanted = route.accepts === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  if (type !== wanted) throw new DomainError('unsupported_media_type', `the body must be ${wanted}`);
  const text = utf8(bytes);
  return route.accepts === 'form' ? formOf(text) : jsonOf(text);
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DomainError('invalid_request', 'the body is not UTF-8', { cause });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_request', 'the body is not JSON', { cause });
  }
}

function formOf(text: string): Record<string, string> {
  try {
    // URLSearchParams repairs what is broken; a form that a browser sends never is.
    decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new DomainError('invalid_request', 'the form is not encoded as UTF-8', { cause });
  }
  return withoutRepeats(new URLSearchParams(text));
}

function withoutRepeats(pairs: URLSearchParams): Record<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (values.has(key)) throw new DomainError('invalid_request', 'a field is there more than once');
    values.set(key, value);
  }
  return Object.fromEntries(values);
}
