import { lookup } from 'node:dns/promises';
import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { second } from '#lambdas/platform/clock.ts';
import { isPublic, mayDial } from './rules/may-dial.ts';

/** What a receiver answered: its status, or why there was none. */
export interface Answer {
  readonly status?: number;
  /** For the client to read. */
  readonly problem?: string;
  readonly ms: number;
}

export interface Egress {
  /** Never throws for what a receiver or its network does: that is an answer. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
}

export interface EgressOptions {
  /** `host:port` that may be private. */
  readonly privateHosts: readonly string[];
  /** @default the system's resolver */
  readonly resolve?: Resolve;
  /** @default 10 seconds, from the look-up of the name to the end of the answer */
  readonly timeoutMs?: number;
}

export type Resolve = (hostname: string) => Promise<readonly Address[]>;
interface Address {
  readonly address: string;
  readonly family: number;
}

const largestAnswer = 64 * 1024;

/**
 * The one way out of this deployment to an address that a client named (server-side request forgery). Every address that
 * the name has is judged, and the socket is opened to those and no others, so that a second look-up cannot lead it
 * elsewhere. Redirects are an answer like any other, and no proxy of the environment is asked.
 */
export const safeEgress = (options: EgressOptions): Egress => ({
  async post(text, headers, body) {
    const started = performance.now();
    const answer = await answerTo(text, headers, body, options);
    return { ...answer, ms: Math.round(performance.now() - started) };
  },
});

async function answerTo(
  text: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { privateHosts, resolve = systemResolver, timeoutMs = 10 * second }: EgressOptions,
): Promise<Omit<Answer, 'ms'>> {
  const may = mayDial(text, privateHosts);
  if (!may.ok) return { problem: `not called: the address ${may.problem}` };
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const addresses = await Promise.race([resolve(bare(may.url.hostname)), expiry(deadline)]);
    if (addresses.length === 0) return { problem: 'the host name has no address' };
    if (!may.privateHost && !addresses.every(({ address }) => isPublic(address)))
      return { problem: 'not called: the host name leads to an address that is not on the internet' };
    const status = await exchange(may.url, headers, body, pinnedTo(addresses), deadline);
    return status >= 200 && status < 300 ? { status } : { status, problem: `answered ${status}` };
  } catch (cause) {
    return { problem: deadline.aborted ? `timed out after ${timeoutMs / second} s` : problemOf(cause) };
  }
}

/** The status counts as soon as it is there; of the rest no more than 64 kB is read, and thrown away. */
function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  lookupPinned: LookupFunction,
  signal: AbortSignal,
): Promise<number> {
  const { request, Agent } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // An agent of its own: no socket is shared between clients, and no proxy of the environment applies.
      agent: new Agent({ keepAlive: false }),
      lookup: lookupPinned,
      signal,
    });
    let status: number | undefined;
    // Once the status is there, an end that is broken or late changes nothing.
    call.on('error', (cause) => {
      if (status === undefined) reject(cause);
      else resolve(status);
    });
    call.once('response', (answer) => {
      const known = answer.statusCode ?? 0;
      status = known;
      void drained(answer).then(() => resolve(known));
    });
    call.end(body);
  });
}

/** Ends with the answer, with too much of it, or with the time. */
const drained = (answer: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > largestAnswer) answer.destroy();
    });
    answer.once('error', () => resolve());
    answer.once('close', () => resolve());
  });

/** Gives the judged addresses to the socket, whatever the name would give now. */
const pinnedTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_hostname, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };

const systemResolver: Resolve = (hostname) => lookup(hostname, { all: true });

const bare = (hostname: string): string =>
  hostname.startsWith('[') ? ipaddr.parse(hostname.slice(1, -1)).toString() : hostname;

const expiry = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('time is up')), { once: true });
  });

/** For a person who minds a receiver: no stack, no address of ours. */
function problemOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return (
    problems[code] ??
    (isTls(code) ? `its certificate is not right (${code})` : `could not be reached (${code || 'unknown'})`)
  );
}

const problems: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name has no address',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off',
  EHOSTUNREACH: 'could not be reached',
  ENETUNREACH: 'could not be reached',
};
const isTls = (code: string): boolean => /CERT|TLS|SSL|SIGNED|SIGNATURE/.test(code);
