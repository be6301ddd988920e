import { problem } from './errors.ts';
import type { Problem } from './errors.ts';
import type { BodyInputOf, ReplyDataOf, RouteSpec } from './route.ts';
import type { InputOf, Shape } from './shape.ts';

/** What a call needs beyond its route: only the parts that the route has. */
export type CallOf<R extends RouteSpec> = (R['params'] extends Shape
  ? { params: InputOf<R['params']> }
  : { params?: undefined }) &
  (R['query'] extends Shape ? { query?: InputOf<R['query']> } : { query?: undefined }) &
  (R['body'] extends Shape ? { body: BodyInputOf<R> } : { body?: undefined }) & {
    /** Why an operator looks at a client's contacts. */
    readonly reason?: string;
  };

export interface ApiClientOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly accessToken?: () => string;
}

/** The API said no. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(said: Problem) {
    super([said.detail, ...(said.fields ?? []).map(({ path, message }) => `${path} ${message}`)].join('; '));
    this.name = 'ApiProblem';
    this.problem = said;
  }
}

/** A typed caller of the route table. @throws ApiProblem when the API says no */
export const apiClient = ({ baseUrl, accessToken }: ApiClientOptions) =>
  async function call<R extends RouteSpec>(route: R, request: CallOf<R>): Promise<ReplyDataOf<R>> {
    const headers: Record<string, string> = {};
    if (accessToken) headers.authorization = `Bearer ${accessToken()}`;
    if (request.reason !== undefined) headers['x-assent-reason'] = request.reason;
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const answer = await fetch(urlOf(baseUrl, route, request), { method: route.method, headers, body });
    if (!answer.ok) throw new ApiProblem(await problemOf(answer));
    return dataOf(route, await answer.text());
  };

function urlOf(baseUrl: string, route: RouteSpec, { params, query }: { params?: object; query?: object }): string {
  const values = new Map(Object.entries(params ?? {}));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values.get(name))));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(key, String(value));
  return `${baseUrl}${path}${search.size > 0 ? `?${search.toString()}` : ''}`;
}

function dataOf<R extends RouteSpec>(route: R, text: string): ReplyDataOf<R>;
function dataOf(route: RouteSpec, text: string): unknown {
  if (route.reply.kind === 'json') return route.reply.schema().parse(JSON.parse(text));
  return route.reply.kind === 'empty' ? undefined : text;
}

async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  try {
    return problem().parse(JSON.parse(text));
  } catch {
    // Not ours: the gateway's own 401, or something in between.
    const detail =
      answer.status === 401 ? 'not signed in, or the sign-in has expired' : `the address answered ${answer.status}`;
    return { type: 'about:blank', title: 'unknown', status: answer.status, code: 'unknown', detail };
  }
}
