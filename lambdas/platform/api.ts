import middy from '@middy/core';
import type { MiddlewareObj, MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Language } from '#contract/common.ts';
import type { ErrorCode, FieldProblem } from '#contract/errors.ts';
import { keysOf } from '#contract/route.ts';
import type { RouteSpec } from '#contract/route.ts';
import { shape } from '#contract/shape.ts';
import { callerOf } from './caller.ts';
import type { Caller, CallerPorts } from './caller.ts';
import { DomainError } from './errors.ts';
import type { Log } from './logger.ts';
import { preferredLanguage } from './preferred-language.ts';
import { pageReply, problemReply, replyOf } from './reply.ts';
import type { Page, ResultOf } from './reply.ts';
import { parseRequest, ShapeError } from './request.ts';
import type { PartsOf, ShapeProblem } from './request.ts';
import { visitorOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

/**
 * One Lambda of a capability and audience. Middleware is put together once, at load.
 * @param app built on first use, so that importing costs nothing
 */
export function api<App extends { readonly api: ApiPorts }>(
  handled: readonly Handled<App>[],
  app: () => App,
): ApiHandler {
  const byKey = new Map(handled.flatMap((each) => keysOf(each.route).map((key) => [key, each] as const)));
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(bodiless)
    .use(accessLine(app))
    .use(ownHeaders((event) => byKey.get(event.routeKey), app))
    .use(problems((event) => byKey.get(event.routeKey)?.route, app))
    .handler(async (event) => {
      const found = byKey.get(event.routeKey);
      if (!found) throw new DomainError('not_found', 'there is nothing at this address');
      return found.handle(event, app());
    });
  return Object.assign(handler, { serves: handled.map(({ route }) => route) });
}

/** `serves` lets a test hold the function to the contract. */
export type ApiHandler = MiddyfiedHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> & {
  readonly serves: readonly RouteSpec[];
};

/** What a use case gets. Every part has been judged by the route's schemas. */
export interface RequestOf<R extends RouteSpec> extends PartsOf<R> {
  readonly visitor: Visitor;
  /** @throws DomainError on a public route, where nobody is signed in */
  readonly caller: () => Caller;
  readonly requestId: string;
}

export type Run<R extends RouteSpec, App> = (request: RequestOf<R>, app: App) => Promise<ResultOf<R>>;

/** What every HTTP function needs besides its own. */
export interface ApiPorts {
  readonly log: Log;
  /** Only where it matters which network a visitor comes from. */
  readonly originSecret?: () => Promise<string>;
  /** Only for audiences that sign in. */
  readonly callers?: CallerPorts;
  /** Friendly words for people, where a page was asked for. */
  readonly problemPage?: (code: ErrorCode, language: Language) => Page;
}

export interface Handled<App> {
  readonly route: RouteSpec;
  readonly handle: (event: APIGatewayProxyEventV2, app: App) => Promise<APIGatewayProxyStructuredResultV2>;
  readonly headers?: (event: APIGatewayProxyEventV2, app: App) => Promise<Record<string, string>>;
}

/** Headers that every answer of a route carries, problems too. */
export type HeadersOf<App> = (
  request: { readonly params: Readonly<Record<string, string | undefined>>; readonly origin?: string },
  app: App,
) => Promise<Record<string, string>>;

/** For routes that people read: says in their language what is not of the right shape. */
export type ShapeInWords<App> = (
  request: { readonly params: Readonly<Record<string, string | undefined>> },
  problems: readonly ShapeProblem[],
  app: App,
) => Promise<FieldProblem[]>;

/** Binds a route of the contract to the use case that serves it. */
export const on = <R extends RouteSpec, App extends { readonly api: ApiPorts }>(
  route: R,
  run: Run<R, App>,
  headersOf?: HeadersOf<App>,
  shapeInWords?: ShapeInWords<App>,
): Handled<App> => ({
  route,
  handle: async (event, app) => {
    const parts = await partsOf(route, event, app, shapeInWords);
    const caller = route.audience === 'public' ? undefined : await knownCaller(route, event, parts.params, app.api);
    const visitor = visitorOf(event.headers, event.requestContext.http.sourceIp, await secretFor(route, app.api));
    const { requestId } = event.requestContext;
    return replyOf(route, await run({ ...parts, visitor, caller: () => signedIn(caller), requestId }, app));
  },
  headers:
    headersOf &&
    (({ pathParameters = {}, headers }, app) => headersOf({ params: pathParameters, origin: headers.origin }, app)),
});

async function partsOf<R extends RouteSpec, App>(
  route: R,
  event: APIGatewayProxyEventV2,
  app: App,
  shapeInWords: ShapeInWords<App> | undefined,
): Promise<PartsOf<R>> {
  try {
    return parseRequest(route, event);
  } catch (error) {
    if (!shapeInWords || !(error instanceof ShapeError)) throw error;
    const fields = await shapeInWords({ params: event.pathParameters ?? {} }, error.problems, app);
    throw new DomainError(error.code, error.message, { fields });
  }
}

/** Only public pages look at where a visitor comes from. */
const secretFor = (route: RouteSpec, ports: ApiPorts): Promise<string | undefined> =>
  route.audience === 'public' && ports.originSecret ? ports.originSecret() : Promise.resolve(undefined);

const ofClient = shape(() => z.object({ clientId: z.string() }));

function knownCaller(
  route: RouteSpec,
  event: APIGatewayProxyEventV2,
  params: unknown,
  ports: ApiPorts,
): Promise<Caller> {
  if (!ports.callers)
    throw new Error(`${route.id} needs a signed-in caller, and this function was given no way to know one`);
  return callerOf(route, event, ofClient().safeParse(params).data?.clientId, ports.callers);
}

function signedIn(caller: Caller | undefined): Caller {
  if (!caller) throw new DomainError('unauthenticated', 'sign in first');
  return caller;
}

type ApiMiddleware = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** What was thrown becomes a problem document, or a page for a person who asked for one. */
const problems = (
  routeOf: (event: APIGatewayProxyEventV2) => RouteSpec | undefined,
  app: () => { readonly api: ApiPorts },
): ApiMiddleware => ({
  onError: (request) => {
    const { requestId } = request.event.requestContext;
    const thrown = request.error;
    if (!(thrown instanceof DomainError))
      app().api.log.error('request failed', { route: request.event.routeKey, requestId }, thrown);
    const error =
      thrown instanceof DomainError
        ? thrown
        : new DomainError('internal', 'something went wrong on our side; try again in a minute');
    const page = forPeople(routeOf(request.event), request.event)
      ? app().api.problemPage?.(error.code, preferredLanguage(request.event.headers['accept-language']))
      : undefined;
    request.response = page ? pageReply(page, 200) : problemReply(error, requestId);
  },
});

/** Where there is no route, programs are known by what they ask for: the API is below /v1, and speaks JSON. */
function forPeople(route: RouteSpec | undefined, { rawPath, headers }: APIGatewayProxyEventV2): boolean {
  const accept = headers.accept ?? '';
  const wantsJson = accept.includes('json') && !accept.includes('text/html');
  return route ? route.reply.kind === 'page' && !wantsJson : !wantsJson && !/^\/v1(\/|$)/.test(rawPath);
}

/** What a route says on every answer of its own, whether it went well or not. */
const ownHeaders = <App>(
  handledBy: (event: APIGatewayProxyEventV2) => Handled<App> | undefined,
  app: () => App,
): ApiMiddleware => {
  const add: NonNullable<ApiMiddleware['after']> = async ({ event, response }) => {
    const headers = response && (await handledBy(event)?.headers?.(event, app()));
    if (headers) response.headers = { ...response.headers, ...headers };
  };
  return {
    after: add,
    // The problem is what has to be told, even where these cannot be found out.
    onError: (request) => Promise.resolve(add(request)).catch(() => undefined),
  };
};

/** What HEAD would have got, without it. */
const dropBody: NonNullable<ApiMiddleware['after']> = ({ event, response }) => {
  if (response && event.requestContext.http.method === 'HEAD') delete response.body;
};
const bodiless: ApiMiddleware = { after: dropBody, onError: dropBody };

/** One line per request: no address, no path (it may hold a token), no body. */
const accessLine = (app: () => { readonly api: ApiPorts }): ApiMiddleware => {
  const line: NonNullable<ApiMiddleware['after']> = (request) => {
    const { requestId, timeEpoch } = request.event.requestContext;
    app().api.log.info('request', {
      route: request.event.routeKey,
      status: request.response?.statusCode,
      ms: Date.now() - timeEpoch,
      requestId,
    });
  };
  return { after: line, onError: line };
};
