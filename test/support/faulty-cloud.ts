import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { running } from './running.ts';

/**
 * What may become of a call: it fails and nothing was done; it fails although it was done; it is refused for a while; it is
 * done, and the answer is lost: once, so that the SDK's own retry comes through, or every time.
 */
export const faults = [
  'fails',
  'fails after it was done',
  'is throttled',
  'loses an answer',
  'loses every answer',
] as const;
export type Fault = (typeof faults)[number];

/** Whether the call may have been carried out although its caller was told otherwise. */
export const mayBeDone = (fault: Fault): boolean => fault !== 'fails' && fault !== 'is throttled';

const failed = [500, 'InternalServerError'] as const;
const throttled = [400, 'ThrottlingException'] as const;

const isMail = (url = ''): boolean => url.startsWith('/v2/email/');

/** `DynamoDB_20120810.GetItem` → `GetItem` */
const targetOf = ({ headers }: IncomingMessage): string => String(headers['x-amz-target']).replace(/^.*\./, '');

/**
 * The emulator, with one call that goes wrong. Calls are told apart by the SDK's invocation id: a retry is the same call.
 */
export async function faultyCloud() {
  const { endpoint, inboxUrl } = running();
  let armed: { readonly call: number; readonly fault: Fault } | undefined;
  let calls: { readonly id: string; readonly to: string; attempts: number }[] = [];

  const server = createServer((incoming, outgoing) => {
    const id = String(incoming.headers['amz-sdk-invocation-id']);
    const known = calls.find((call) => call.id === id);
    const call = known ?? { id, to: isMail(incoming.url) ? 'ses' : targetOf(incoming), attempts: 0 };
    if (!known) calls.push(call);
    call.attempts++;
    const fault = armed && calls.indexOf(call) === armed.call ? armed.fault : undefined;
    if (fault === 'fails' || fault === 'is throttled') {
      refuse(incoming, outgoing, fault === 'fails' ? failed : throttled);
      return;
    }
    forward(incoming, isMail(incoming.url) ? inboxUrl : endpoint, (answer) => {
      if (fault === 'loses every answer' || (fault === 'loses an answer' && call.attempts === 1)) {
        answer.resume().on('end', () => outgoing.destroy());
        return;
      }
      if (fault === 'fails after it was done') {
        answer.resume().on('end', () => refuse(incoming, outgoing, failed));
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    /** From now on, clients of this process that are not made yet find this cloud. */
    stepIn() {
      process.env.AWS_ENDPOINT_URL = url;
      process.env.AWS_ENDPOINT_URL_SESV2 = url;
    },
    /** From now on the n-th call, counted from 0, goes wrong, whenever it is tried. */
    arm(call: number, fault: Fault) {
      armed = { call, fault };
      calls = [];
    },
    /** All goes well again. @returns the calls since the last time, in order: `GetItem`, `ses`, … */
    disarm(): readonly { readonly to: string }[] {
      armed = undefined;
      const made = calls;
      calls = [];
      return made;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function forward(incoming: IncomingMessage, to: string, then: (answer: IncomingMessage) => void) {
  const { hostname, port } = new URL(to);
  const { method, url: path, headers } = incoming;
  const onward = request({ hostname, port, method, path, headers }, then);
  onward.on('error', () => incoming.destroy());
  incoming.pipe(onward);
}

/** As the services say it, in JSON and in REST. */
function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  [status, type]: readonly [status: number, type: string],
) {
  incoming.resume();
  outgoing.writeHead(isMail(incoming.url) && status === 400 ? 429 : status, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-errortype': isMail(incoming.url) && status === 400 ? 'TooManyRequestsException' : type,
  });
  outgoing.end(JSON.stringify({ __type: type, message: 'a fault of this test' }));
}
