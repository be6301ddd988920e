import { describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import { api } from '#lambdas/platform/api.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';
import { served } from '#lambdas/signpost/http-public.ts';
import { gatewayEvent, lambdaContext } from '#test/support/gateway-event.ts';

const log = { info: () => {}, error: () => {} };
const handler = api(served, () => ({ api: { log, problemPage } }));

/** As the gateway sends what it has no route for. */
async function ask(path: string, headers: Record<string, string> = {}, routeKey = '$default') {
  const {
    statusCode,
    headers: answered,
    body = '',
  } = await handler(gatewayEvent({ routeKey, path, headers }), lambdaContext);
  return { status: statusCode, type: answered?.['content-type'], headers: answered, body };
}

describe('an address that is none', () => {
  it.each(['/c/', '/s/', '/v1s', '/wp-login.php'])('%s: a page, for people', async (path) => {
    const { status, type, body } = await ask(path, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect([status, type]).toEqual([404, 'text/html; charset=utf-8']);
    expect(body).toContain('There is nothing here');
  });

  it.each([
    ['/v1', {}],
    ['/v1/nothing', { accept: 'text/html' }],
    ['/c/', { accept: 'application/json' }],
    ['/c/', { accept: 'application/problem+json, */*' }],
  ])('%s: a problem document, for programs', async (path, headers) => {
    const { status, type, body } = await ask(path, headers);
    expect([status, type]).toEqual([404, 'application/problem+json']);
    expect(JSON.parse(body)).toMatchObject({ code: 'not_found', detail: 'there is nothing at this address' });
  });

  it('says nothing of what was asked for', async () => {
    expect((await ask('/<script>alert(1)</script>')).body).not.toContain('alert');
  });
});

describe('GET /', () => {
  it.each(languages)('tells in %s what lives here, in the name of no brand', async (language) => {
    const { status, body } = await ask('/', { 'accept-language': language }, 'GET /');
    expect(status).toBe(200);
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).not.toContain('class="brand"');
  });
});

describe('HEAD', () => {
  it.each([
    ['/', 'HEAD /', 200],
    ['/nothing', '$default', 404],
  ])('%s: the head of what GET answers, without its body', async (path, routeKey, status) => {
    const event = gatewayEvent({ routeKey, path, headers: {} });
    event.requestContext.http.method = 'HEAD';
    const { statusCode, headers, body } = await handler(event, lambdaContext);
    const got = await ask(path, {}, routeKey.replace('HEAD', 'GET'));
    expect([statusCode, headers]).toEqual([status, got.headers]);
    expect(body).toBeUndefined();
    expect(got.body).not.toBe('');
  });
});
