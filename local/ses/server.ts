import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import path from 'node:path';
import * as z from 'zod';
import type { LocalZone } from '#local/zone.mjs';
import { answers, fault, Faults } from './faults.ts';
import { Identities } from './identities.ts';
import type { Reader } from './events.ts';
import { bare, Mailbox } from './mailbox.ts';
import type { Kept } from './mailbox.ts';
import { publisherAt } from './publish.ts';
import type { Publisher } from './publish.ts';
import type { Happening } from './simulate.ts';
import { StandIn } from './stand-in.ts';
import { lineOf, mailOf, oneClickUrl, shownHtml } from './views.ts';

export interface SesOptions {
  readonly port: number;
  /** Of the emulator. */
  readonly endpoint: string;
  /** Where mails are kept as files, until the next start. */
  readonly folder: string;
  readonly log: string;
  /** What SES finds in the DNS. */
  readonly zone: LocalZone;
}

/** SES in front of the emulator's, and the inbox, on one port. */
export async function serveSes({ port, endpoint, folder, log, zone }: SesOptions): Promise<Server> {
  const url = `http://127.0.0.1:${port}`;
  const say = (line: string): void => {
    appendFileSync(log, `${new Date().toISOString()} ${line}\n`);
  };
  const publisher = publisherAt(endpoint);
  const ses = new StandIn(new Mailbox(folder), publisher, url, say);
  const door = new Door(ses, endpoint, zone, publisher);
  const server = createServer((incoming, outgoing) => {
    door.serve(incoming, outgoing).catch((error: unknown) => {
      say(`${incoming.method} ${incoming.url}: ${error instanceof Error ? (error.stack ?? error.message) : 'failed'}`);
      if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
      outgoing.end('The stand-in of SES failed; why is in its log.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

interface Call {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
}

interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | string;
}

type Groups = Readonly<Record<string, string>>;
type Handled = Reply | 'no answer';
type Handle = (groups: Groups, call: Call) => Handled | Promise<Handled>;
type About = (mail: Kept, call: Call, groups: Groups) => Handled | Promise<Handled>;

class Door {
  private readonly faults = new Faults();
  private readonly ses: StandIn;
  private readonly endpoint: URL;
  private readonly zone: LocalZone;
  private readonly identities: Identities;
  private readonly publisher: Publisher;

  constructor(ses: StandIn, endpoint: string, zone: LocalZone, publisher: Publisher) {
    this.ses = ses;
    this.publisher = publisher;
    this.endpoint = new URL(endpoint);
    this.zone = zone;
    this.identities = new Identities(zone);
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const call: Call = { incoming, outgoing, url, body: await bodyOf(incoming) };
    const reply = await this.handle(call);
    if (reply === 'no answer') {
      hang(outgoing);
      return;
    }
    outgoing.writeHead(reply.status, reply.headers);
    outgoing.end(reply.body);
  }

  private async handle(call: Call): Promise<Handled> {
    for (const [method, pattern, handle] of this.routes) {
      const found = pattern.exec(call.url.pathname);
      if (found && (method === '*' || method === call.incoming.method)) return handle(found.groups ?? {}, call);
    }
    return text(404, 'There is nothing here.\n');
  }

  /** In order: the first that fits. */
  private readonly routes: readonly (readonly [string, RegExp, Handle])[] = [
    ['POST', /^\/v2\/email\/outbound-emails\/?$/, (_, call) => this.send(call)],
    ['GET', /^\/v2\/email\/identities\/[^/]+$/, (_, call) => this.identity(call)],
    [
      'PUT',
      /^\/v2\/email\/reputation\/entities\/RESOURCE\/(?<arn>[^/]+)\/customer-managed-status$/,
      (groups, call) => this.status(groups, call),
    ],
    ['*', /^\/v2\/email\//, (_, call) => onward(this.endpoint, call)],
    ['GET', /^\/$/, () => own('inbox.html', 'text/html')],
    ['GET', /^\/inbox\.css$/, () => own('inbox.css', 'text/css')],
    ['GET', /^\/inbox\.js$/, () => own('inbox.js', 'text/javascript')],
    ['GET', /^\/messages$/, (_, { url }) => json(200, this.ses.mailbox.all(url.searchParams.get('to')).map(lineOf))],
    ['GET', /^\/messages\/(?<id>[\w-]+)$/, this.about((mail) => json(200, mailOf(mail)))],
    ['GET', /^\/messages\/(?<id>[\w-]+)\.eml$/, this.about((mail) => raw(mail.raw, 'message/rfc822'))],
    ['GET', /^\/messages\/(?<id>[\w-]+)\/source$/, this.about((mail) => raw(mail.raw, 'text/plain; charset=utf-8'))],
    ['GET', /^\/messages\/(?<id>[\w-]+)\/html$/, this.about(htmlOf)],
    ['GET', /^\/messages\/(?<id>[\w-]+)\/files\/(?<index>\d+)$/, this.about(fileOf)],
    ['POST', /^\/messages\/(?<id>[\w-]+)\/complaint$/, this.makes({ event: 'Complaint', feedbackType: 'abuse' })],
    ['POST', /^\/messages\/(?<id>[\w-]+)\/bounce$/, this.makes(noSuchMailbox)],
    ['POST', /^\/messages\/(?<id>[\w-]+)\/unsubscribe$/, this.about(unsubscribe)],
    ['GET', /^\/track\/(?<id>[\w-]+)\/open$/, this.about((mail, call) => this.open(mail, call))],
    ['GET', /^\/track\/(?<id>[\w-]+)\/click\/(?<index>\d+)$/, this.about((...about) => this.click(...about))],
    ['POST', /^\/faults$/, (_, call) => this.plan(call)],
    ['DELETE', /^\/faults$/, () => this.forget()],
    ['PUT', /^\/dns$/, (_, call) => this.putRecords(call)],
    ['DELETE', /^\/dns$/, (_, call) => this.removeRecord(call)],
  ];

  private about(handle: About): Handle {
    return (groups, call) => {
      const mail = this.ses.mailbox.find(groups.id ?? '');
      return mail ? handle(mail, call, groups) : text(404, 'There is no such message.\n');
    };
  }

  private makes(happening: Happening): Handle {
    return this.about(async (mail) => {
      await this.ses.happen(mail, happening);
      return json(200, mailOf(mail));
    });
  }

  private async send(call: Call): Promise<Handled> {
    const asked: unknown = JSON.parse(call.body.toString('utf8'));
    const failing = this.faults.take(addresseesOf(asked));
    if (failing === 'unreachable') return 'no answer';
    if (failing !== undefined && failing !== 'timeout') {
      const { status, type, message } = answers[failing];
      return problem(status, type, message);
    }
    const answer = await this.ses.take(asked, () => onward(this.endpoint, call));
    if (failing === 'timeout') return 'no answer';
    switch (answer.kind) {
      case 'refused':
        return problem(400, 'BadRequestException', answer.message);
      case 'judged':
        return answer.reply;
      case 'taken':
        return json(200, { MessageId: answer.messageId });
    }
  }

  private async identity(call: Call): Promise<Reply> {
    const reply = await onward(this.endpoint, call);
    return reply.status === 200 ? json(200, this.identities.judge(JSON.parse(reply.body.toString()))) : reply;
  }

  /** Somebody stops a tenant, or lets it go on. */
  private async status({ arn = '' }: Groups, call: Call): Promise<Reply> {
    const reply = await onward(this.endpoint, call);
    const asked = tenantStatus.safeParse(JSON.parse(call.body.toString('utf8')));
    if (reply.status === 200 && asked.success)
      await this.publisher.publishStatus(decodeURIComponent(arn), asked.data.SendingStatus);
    return reply;
  }

  private putRecords({ body }: Call): Reply {
    const put = this.zone.put(body.toString('utf8'));
    return json('wrong' in put ? 400 : 200, put);
  }

  private removeRecord({ url }: Call): Reply {
    const { name = '', type = '' } = Object.fromEntries(url.searchParams);
    return this.zone.remove(name, type) ? json(200, {}) : text(404, 'There is no such record.\n');
  }

  private plan({ body }: Call): Reply {
    const planned = fault.safeParse(JSON.parse(body.toString('utf8')));
    if (!planned.success) return json(400, { problems: planned.error.issues.map(({ message }) => message) });
    this.faults.plan(planned.data);
    return json(200, planned.data);
  }

  private forget(): Reply {
    this.faults.clear();
    return json(200, {});
  }

  private async open(mail: Kept, call: Call): Promise<Reply> {
    await this.ses.open(mail, readerOf(call));
    return raw(pixel, 'image/gif');
  }

  private async click(mail: Kept, call: Call, { index }: Groups): Promise<Reply> {
    const target = await this.ses.click(mail, Number(index), readerOf(call));
    if (target === undefined) return text(404, 'There is no such link.\n');
    return { status: 302, headers: { location: target, 'cache-control': 'no-store' }, body: '' };
  }
}

const tenantStatus = z.object({ SendingStatus: z.string() });

const noSuchMailbox: Happening = { event: 'Bounce', type: 'Permanent', subType: 'NoEmail' };

/** As Gmail and others do it (RFC 8058): no cookie, nothing but the one field. */
async function unsubscribe(mail: Kept): Promise<Reply> {
  const url = oneClickUrl(mail);
  if (url === undefined) return text(409, 'This mail has no one-click header.\n');
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  return json(200, { url, status: answer.status });
}

/** Scripts are off, and nothing is fetched but our own pixel and pictures of this machine: looking at a mail here tells nobody else. */
function htmlOf(mail: Kept, { incoming }: Call): Reply {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src http://${incoming.headers.host} http://127.0.0.1:* http://localhost:* data:; sandbox allow-popups allow-popups-to-escape-sandbox`;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
  return { status: 200, headers, body: `<base target="_blank">${shownHtml(mail)}` };
}

/** What came along with a mail, by its place. It is shown as what it says it is, and can do nothing. */
function fileOf({ attachments }: Kept, _call: Call, { index }: Groups): Reply {
  const file = attachments[Number(index)];
  if (!file) return text(404, 'There is no such file.\n');
  const headers = {
    'content-type': file.contentType,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: file.data };
}

/** The connection ends when the caller gives up, or after half a minute. */
function hang(outgoing: ServerResponse): void {
  const timer = setTimeout(() => outgoing.destroy(), 30_000);
  outgoing.on('close', () => {
    clearTimeout(timer);
  });
}

function addresseesOf(asked: unknown): string[] {
  if (typeof asked !== 'object' || asked === null || !('Destination' in asked)) return [];
  return [...JSON.stringify(asked.Destination).matchAll(/"([^"]+@[^"]+)"/g)].map(([, address = '']) => bare(address));
}

/** Who looks, as SES would see it; a test may pose as another by the header that the proxy takes too. */
function readerOf({ incoming }: Call): Reader {
  const posed = incoming.headers['x-local-viewer-ip'];
  return {
    ipAddress: typeof posed === 'string' ? posed : (incoming.socket.remoteAddress ?? ''),
    userAgent: incoming.headers['user-agent'] ?? '',
  };
}

const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const ownPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

const own = (file: string, type: string): Reply => ({
  status: 200,
  headers: { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': ownPolicy },
  body: readFileSync(path.join(import.meta.dirname, 'inbox', file)),
});

const raw = (body: Buffer, type: string): Reply => ({
  status: 200,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body,
});

const json = (status: number, body: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const text = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const problem = (status: number, type: string, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: JSON.stringify({ message }),
});

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  await once(incoming, 'end');
  return Buffer.concat(chunks);
}

/** The same call, to the emulator. */
async function onward(endpoint: URL, { incoming, body }: Call): Promise<Reply> {
  const { method, url, headers } = incoming;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({ hostname: endpoint.hostname, port: endpoint.port, method, path: url, headers }, resolve);
    call.on('error', reject);
    call.end(body);
  });
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bodyOf(answer) };
}
