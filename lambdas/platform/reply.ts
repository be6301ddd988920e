import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorStatuses } from '#contract/errors.ts';
import type { ErrorCode, Problem } from '#contract/errors.ts';
import type { RouteSpec } from '#contract/route.ts';
import type { InputOf, Shape } from '#contract/shape.ts';
import type { DomainError } from './errors.ts';

/** A page for a person. `problem` says that it tells of one, and so sets the status. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly problem?: ErrorCode;
}

export interface FileReply {
  readonly text: string;
  readonly fileName: string;
}

/** JSON with headers of its own (CORS). */
export interface WithHeaders<T> {
  readonly data: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that stand on every answer, whatever its kind. */
const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

type Result = APIGatewayProxyStructuredResultV2;

/** What a use case returns for its route. */
export type ResultOf<R extends RouteSpec> = R['reply'] extends { kind: 'page' }
  ? Page
  : R['reply'] extends { kind: 'file' }
    ? FileReply
    : R['reply'] extends { kind: 'json'; schema: infer S extends Shape }
      ? WithHeaders<InputOf<S>>
      : WithHeaders<undefined>;

export const reply = <T>(data: T, headers: Readonly<Record<string, string>> = {}): WithHeaders<T> => ({
  data,
  headers,
});

export function replyOf<R extends RouteSpec>(route: R, result: ResultOf<R>): Result;
export function replyOf(route: RouteSpec, result: Page | FileReply | WithHeaders<unknown>): Result {
  if ('html' in result) return pageReply(result, route.status);
  if ('fileName' in result) return fileReply(route, result);
  return dataReply(route, result);
}

export const pageReply = (page: Page, status: number): Result => ({
  statusCode: page.problem ? errorStatuses[page.problem] : status,
  headers: { ...always, 'content-type': 'text/html; charset=utf-8', ...page.headers },
  body: page.html,
});

/** The reply is parsed too, so that a field nobody declared cannot leak. */
function dataReply(route: RouteSpec, { data, headers }: WithHeaders<unknown>): Result {
  if (route.reply.kind !== 'json') return { statusCode: route.status, headers: { ...always, ...headers } };
  return {
    statusCode: route.status,
    headers: { ...always, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(route.reply.schema().parse(data)),
  };
}

const fileReply = (route: RouteSpec, file: FileReply): Result => ({
  statusCode: route.status,
  headers: {
    ...always,
    'content-type': route.reply.kind === 'file' ? route.reply.contentType : 'application/octet-stream',
    'content-disposition': `attachment; filename="${file.fileName}"`,
  },
  body: file.text,
});

/** RFC 9457. */
export function problemReply(
  error: DomainError,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Result {
  const status = errorStatuses[error.code];
  const body: Problem = {
    type: 'about:blank',
    title: error.code.replaceAll('_', ' '),
    status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.fields.length > 0 ? { fields: [...error.fields] } : {}),
    ...error.details,
  };
  return {
    statusCode: status,
    headers: { ...always, 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify(body),
  };
}
