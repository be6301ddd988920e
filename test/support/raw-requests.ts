import type { RouteSpec } from '#contract/route.ts';
import { running } from './running.ts';
import { network } from './set-up.ts';

export interface RawRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly token?: string;
}

/** A request as nobody's client would make it: what stands in `params`, `query` and `body` goes out as it is. */
export async function send(route: RouteSpec, { params = {}, query = '', headers, body, token }: RawRequest) {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const answer = await fetch(`${running().publicUrl}${path}${query}`, {
    method: route.method,
    redirect: 'manual',
    headers: {
      'x-local-viewer-ip': network(),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}
