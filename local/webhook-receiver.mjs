import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const keptAtMost = 500;
const largestBody = 256 * 1024;

/**
 * What a client's own server would be: takes webhooks, checks their signatures, shows what it got.
 *
 * - `POST /hooks/{name}` takes one. `PUT /hooks/{name}` sets `{ secrets?: string[], answers?: Answer[] }`: what to verify with,
 *   and what to answer next, one for each call; the last one stays. An answer is a status, `"slow"` (never), `"redirect"` or
 *   `"endless"` (200, and a body that does not end).
 * - `GET /received?hook=name` gives what came, newest first; `GET /` shows it to people.
 */
export function webhookReceiver({ port }) {
  const hooks = new Map();
  const received = [];
  const hookOf = (name) => {
    if (!hooks.has(name)) hooks.set(name, { secrets: [], answers: [200] });
    return hooks.get(name);
  };
  const take = (name, request, body) => {
    const hook = hookOf(name);
    const { verified, problem } = verify(hook.secrets, body, request.headers);
    const answer = hook.answers.length > 1 ? hook.answers.shift() : (hook.answers[0] ?? 200);
    received.unshift({
      hook: name,
      at: new Date().toISOString(),
      id: request.headers['webhook-id'],
      verified,
      problem,
      answered: answer,
      headers: request.headers,
      body,
      event: jsonOf(body),
    });
    received.length = Math.min(received.length, keptAtMost);
    return answer;
  };

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url, 'http://receiver');
      const [, kind, name] = url.pathname.split('/');
      if (request.method === 'POST' && kind === 'hooks' && name)
        return reply(response, take(name, request, await bodyOf(request)), port);
      if (request.method === 'PUT' && kind === 'hooks' && name) {
        const { secrets, answers } = JSON.parse(await bodyOf(request));
        const hook = hookOf(name);
        if (secrets) hook.secrets = secrets;
        if (answers) hook.answers = [...answers];
        return send(response, 204, 'text/plain', '');
      }
      if (request.method === 'GET' && url.pathname === '/received') {
        const hook = url.searchParams.get('hook');
        const shown = hook === null ? received : received.filter((each) => each.hook === hook);
        return send(response, 200, 'application/json', JSON.stringify(shown));
      }
      if (request.method === 'GET' && url.pathname === '/')
        return send(response, 200, 'text/html; charset=utf-8', page(received));
      return send(response, 404, 'text/plain', 'There is nothing here.\n');
    })().catch((error) => send(response, 400, 'text/plain', `${error.message}\n`));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** With the library that receivers use, so that what it says is what they would see. */
function verify(secrets, body, headers) {
  if (secrets.length === 0) return { verified: false, problem: 'no secret is known for this hook' };
  const problems = secrets.map((secret) => {
    try {
      new Webhook(secret).verify(body, headers);
      return undefined;
    } catch (error) {
      return error.message;
    }
  });
  return problems.includes(undefined) ? { verified: true } : { verified: false, problem: problems[0] };
}

function reply(response, answer, port) {
  if (answer === 'slow') return undefined;
  if (answer === 'redirect') {
    response.writeHead(302, { location: `http://127.0.0.1:${port}/hooks/redirected` });
    return response.end();
  }
  if (answer === 'endless') return flood(response);
  return send(response, answer, 'text/plain', '');
}

/** A body that does not end, until the other side has had enough. */
function flood(response) {
  response.writeHead(200, { 'content-type': 'text/plain' });
  const pour = () => {
    while (!response.destroyed && response.write('x'.repeat(16 * 1024)));
  };
  response.on('drain', pour);
  pour();
}

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > largestBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response, status, type, body) {
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
  });
  response.end(body);
}

const escaped = (text) =>
  String(text).replaceAll(
    /[&<>"]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character],
  );

const css = `:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1c1b1a;--soft:#57534e;--line:#e4e0d8;--good:#1c6b3a;--bad:#a3210f}
@media(prefers-color-scheme:dark){:root{--paper:#131517;--card:#1a1d20;--ink:#e9e6e0;--soft:#b5b0a8;--line:#2b2f33;--good:#7fd6a0;--bad:#ff9c8a}}
body{margin:0 auto;max-width:60rem;padding:2rem 1rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.5rem;font-weight:650;margin:0 0 .25rem}p{margin:0 0 1.5rem;color:var(--soft)}
article{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;margin:0 0 1rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline}h2{font-size:1rem;font-weight:650;margin:0}
.soft{color:var(--soft);font-size:.875rem}.good{color:var(--good);font-weight:650}.bad{color:var(--bad);font-weight:650}
pre{margin:.75rem 0 0;font-size:.875rem;white-space:pre-wrap;overflow-wrap:anywhere}`;

function page(received) {
  const cards = received.map(
    ({ hook, at, id, verified, problem, answered, body, event }) => `<article>
<header><h2>${escaped(event?.type ?? 'something else')}</h2>
<span class="${verified ? 'good">✓ verified' : `bad">✗ ${escaped(problem)}`}</span>
<span class="soft">answered ${escaped(answered)}</span></header>
<span class="soft">${escaped(at)} · ${escaped(hook)} · ${escaped(id ?? 'no webhook-id')}</span>
<pre>${escaped(event ? JSON.stringify(event, undefined, 2) : body)}</pre>
</article>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>Webhooks received</title><style>${css}</style></head><body>
<h1>Webhooks received</h1>
<p>A client's server, as the local cloud plays it. Newest first.</p>
${cards.join('\n') || '<article>Nothing yet. Sign up on the sign-up page, confirm by the mail, and the contact appears here, signed.</article>'}
</body></html>`;
}
