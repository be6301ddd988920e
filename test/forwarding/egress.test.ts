import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { safeEgress } from '#lambdas/forwarding/egress.ts';
import type { EgressOptions, Resolve } from '#lambdas/forwarding/egress.ts';

const open: { close: () => unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serverAt(address: string, listener: RequestListener, port = 0): Promise<number> {
  const server: Server = createServer(listener);
  open.push({ close: () => server.close().closeAllConnections() });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return (server.address() as AddressInfo).port;
}

const to = (...addresses: string[]): Resolve =>
  vi.fn(() => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))));

const post = (url: string, options: Partial<EgressOptions> = {}) =>
  safeEgress({ privateHosts: [], ...options }).post(url, { 'webhook-id': 'm1' }, '{"a":1}');

describe('the egress', () => {
  it.each([
    ['a private one', to('10.0.0.1')],
    ['a private one among public ones', to('93.184.215.14', '10.0.0.1')],
    ['the metadata service', to('169.254.169.254')],
    ['the metadata service, mapped', to('::ffff:169.254.169.254')],
    ['loopback in IPv6', to('::1')],
  ])('calls nobody when the name has an address that is %s', async (_, resolve) => {
    expect(await post('https://rebind.example/', { resolve })).toMatchObject({
      problem: 'not called: the host name leads to an address that is not on the internet',
    });
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it('looks nothing up for an address that may not be an endpoint', async () => {
    const resolve = to('93.184.215.14');
    for (const url of [
      'https://127.0.0.1/',
      'http://www.example.com/',
      'https://localhost/',
      'https://a:b@example.com/',
    ])
      expect((await post(url, { resolve })).problem).toMatch(/^not called: the address /);
    expect(resolve).not.toHaveBeenCalled();
  });

  it('judges an address that is written in the URL itself as it does one from a name', async () => {
    expect(await post('https://[::ffff:7f00:1]/')).toMatchObject({
      problem: 'not called: the address is an address that is not on the internet',
    });
  });

  it('connects to the address that it judged, though the name has another by then; Host stays the name', async () => {
    const hosts: unknown[] = [];
    const port = await serverAt('127.0.0.1', (request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    const other = vi.fn<RequestListener>((_, response) => response.end());
    await serverAt('127.0.0.2', other, port);
    let count = 0;
    const resolve: Resolve = () => {
      count += 1;
      return Promise.resolve([{ address: count === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const privateHosts = [`rebind.test:${port}`];
    expect(await post(`http://rebind.test:${port}/`, { resolve, privateHosts })).toMatchObject({ status: 200 });
    expect([count, hosts]).toEqual([1, [`rebind.test:${port}`]]);
    expect(other).not.toHaveBeenCalled();
  });

  it('asks for the name in TLS, not for the pinned address', async () => {
    let hello = '';
    const server = createTcpServer((socket) => {
      socket.once('data', (data) => {
        hello = data.toString('latin1');
        socket.destroy();
      });
    });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const privateHosts = [`inner.test:${port}`];
    const { problem } = await post(`https://inner.test:${port}/`, { resolve: to('127.0.0.1'), privateHosts });
    expect(hello).toContain('inner.test');
    expect(problem).toBe('broke the connection off');
  });

  it('does not follow, and says what was answered', async () => {
    const port = await serverAt('127.0.0.1', (request, response) => {
      response.writeHead(request.url === '/' ? 307 : 200, { location: '/next' }).end();
    });
    const privateHosts = [`127.0.0.1:${port}`];
    expect(await post(`http://127.0.0.1:${port}/`, { privateHosts })).toMatchObject({
      status: 307,
      problem: 'answered 307',
    });
  });

  it('waits no longer than it says, for the name, the answer, or its end', async () => {
    const forever: Resolve = () => new Promise(() => {});
    expect(await post('https://www.example.com/', { resolve: forever, timeoutMs: 100 })).toMatchObject({
      problem: 'timed out after 0.1 s',
    });
    const port = await serverAt('127.0.0.1', (request, response) => {
      if (request.url === '/body') response.writeHead(200).write('and so on');
    });
    const privateHosts = [`127.0.0.1:${port}`];
    expect(await post(`http://127.0.0.1:${port}/`, { privateHosts, timeoutMs: 200 })).toMatchObject({
      problem: 'timed out after 0.2 s',
    });
    // The status is there: it counts, whatever becomes of the rest.
    expect(await post(`http://127.0.0.1:${port}/body`, { privateHosts, timeoutMs: 200 })).toMatchObject({
      status: 200,
    });
  });

  it('reads no more than 64 kB of an answer', async () => {
    let sent = 0;
    const port = await serverAt('127.0.0.1', (_, response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(1024))) sent += 1024;
      };
      response.on('drain', pour);
      pour();
    });
    expect(await post(`http://127.0.0.1:${port}/`, { privateHosts: [`127.0.0.1:${port}`] })).toMatchObject({
      status: 200,
    });
    // What the kernels' buffers hold comes on top.
    expect(sent).toBeLessThan(10 * 1024 * 1024);
  });

  it('asks no proxy of the environment', async () => {
    const proxy = vi.fn<RequestListener>((_, response) => response.end());
    const proxyPort = await serverAt('127.0.0.1', proxy);
    const port = await serverAt('127.0.0.1', (_, response) => response.end());
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${proxyPort}`);
    const answer = await post(`http://127.0.0.1:${port}/`, { privateHosts: [`127.0.0.1:${port}`] });
    vi.unstubAllEnvs();
    expect(answer).toMatchObject({ status: 200 });
    expect(proxy).not.toHaveBeenCalled();
  });

  it('says in words why there was no answer', async () => {
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
    expect(await post('https://nowhere.example/', { resolve })).toMatchObject({
      problem: 'the host name has no address',
    });
    const port = await serverAt('127.0.0.1', (request) => request.socket.destroy());
    expect(await post(`http://127.0.0.1:${port}/`, { privateHosts: [`127.0.0.1:${port}`] })).toMatchObject({
      problem: 'broke the connection off',
    });
  });
});
