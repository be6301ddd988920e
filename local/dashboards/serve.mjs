import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { root } from '../preflight.mjs';
import { cloudWatch } from './read.mjs';

const here = import.meta.dirname;
const files = {
  '/': [path.join(here, 'page.html'), 'text/html; charset=utf-8'],
  '/page.css': [path.join(here, 'page.css'), 'text/css; charset=utf-8'],
  '/page.js': [path.join(here, 'page.js'), 'text/javascript; charset=utf-8'],
  '/echarts.js': [path.join(root, 'node_modules/echarts/dist/echarts.esm.min.mjs'), 'text/javascript; charset=utf-8'],
};
const day = 86_400_000;

/** The deployed dashboards as a page: what they ask of CloudWatch is asked of the emulator, which counts what the logs say. */
export function dashboardsPage({ port, endpoint }) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const watched = cloudWatch({ endpoint, region: 'us-east-1', credentials });
  const answers = {
    '/dashboards': async () => ({ dashboards: await watched.dashboards(), alarms: await watched.alarms() }),
    '/lines': async ({ searchParams }) => {
      const to = Number(searchParams.get('to')) || Date.now();
      const from = Number(searchParams.get('from')) || to - day;
      const body = (await watched.dashboards()).find(({ title }) => title === searchParams.get('dashboard'))?.body;
      const charts = (body?.widgets ?? []).map((widget) =>
        widget.type === 'metric' ? watched.lines(widget, from, to) : undefined,
      );
      return Promise.all(charts);
    },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url, 'http://dashboards');
      try {
        if (files[url.pathname]) {
          const [file, type] = files[url.pathname];
          return send(response, 200, type, readFileSync(file));
        }
        if (answers[url.pathname]) return sendJson(response, await answers[url.pathname](url));
        if (url.pathname === '/widget' && request.method === 'POST')
          return sendJson(response, await drawnBy(endpoint, JSON.parse(await bodyOf(request))));
        send(response, 404, 'text/plain', 'There is nothing here.');
      } catch (error) {
        send(response, 500, 'text/plain', String(error?.message ?? error));
      }
    })();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** As CloudWatch does: the function is invoked in the name of who looks, here of root. */
async function drawnBy(endpoint, { endpoint: functionArn, params }) {
  const name = functionArn.split(':').at(-1);
  const answer = await fetch(`${endpoint}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/lambda/aws4_request' },
    body: JSON.stringify(params),
  });
  if (!answer.ok || answer.headers.has('x-amz-function-error'))
    throw new Error(`the widget failed: ${await answer.text()}`);
  return answer.json();
}

const sendJson = (response, value) => send(response, 200, 'application/json', JSON.stringify(value));

function send(response, status, type, body) {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:",
  });
  response.end(body);
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
