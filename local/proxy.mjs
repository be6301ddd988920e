import { createServer, request } from 'node:http';

/**
 * One readable address for the distribution: the emulator tells distributions apart by Host. A test may pose as another
 * viewer by `x-local-viewer-ip`, which goes no further than the emulator's front.
 */
export function proxy({ port, target, host }) {
  const { hostname, port: targetPort } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      host,
      'x-local-viewer-ip': incoming.headers['x-local-viewer-ip'] ?? '127.0.0.1',
    };
    const onward = request(
      // A connection each: one that is kept may be closed by the emulator just as it is used again.
      { hostname, port: targetPort, method: incoming.method, path: incoming.url, headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
      outgoing.end('The local cloud does not answer: is it still starting, or was it stopped?\n');
    });
    incoming.pipe(onward);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
