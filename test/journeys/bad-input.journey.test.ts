import { beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '#contract/clients.ts';
import { exampleBodies } from '#contract/examples.ts';
import type { RouteSpec } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { addOperator } from '../../bin/commands/add-operator.ts';
import { apiClient } from '#contract/client.ts';
import { letterForm } from '#test/support/believable.ts';
import { countItems } from '#test/support/ledger.ts';
import { send } from '#test/support/raw-requests.ts';
import type { RawRequest } from '#test/support/raw-requests.ts';
import { running } from '#test/support/running.ts';
import { approvedClient, openPage, publishedForm } from '#test/support/set-up.ts';
import { accessTokenOf, newOperator } from '#test/support/sign-in.ts';

/**
 * What each route refuses, and how. It goes through the route table: a new route is tried as soon as it is there, with the
 * sample of its body in contract/examples.ts.
 */
const unknownId = 'aaaaaaaaaaaaaaaa';
const samples: Record<string, unknown> = { ...exampleBodies };
/** Several lines are welcome in these. */
const manyLines = new Set(['introduction', 'notice']);

const world = {
  tokens: { client: '', operator: '' },
  own: {} as Record<string, string>,
  foreign: {} as Record<string, string>,
  stamp: '',
};
let itemsBefore: number;

const everyTable = () => countItems('Consent', 'Ledger', 'Directory', 'Delivery', 'Ephemeral');

beforeAll(async () => {
  const operator = await newOperator();
  const form = await publishedForm(operator);
  const foreign = await publishedForm(operator, { clientId: await approvedClient(operator, { brand: 'Acme Coffee' }) });
  const link = 'A'.repeat(60);
  const others = {
    contactId: unknownId,
    endpointId: unknownId,
    exportId: unknownId,
    deliveryId: unknownId,
    userName: 'nobody.here',
    listId: unknownId,
    campaignId: unknownId,
    importId: unknownId,
    segmentId: unknownId,
    pictureId: unknownId,
    reportId: unknownId,
    domain: 'nobodys.example',
  };
  world.own = { ...others, clientId: form.clientId, formId: form.formId, token: link };
  world.foreign = { ...others, clientId: foreign.clientId, formId: foreign.formId, token: link };
  const made = await addOperator(`operator-${Date.now().toString(36)}`, 'Noor Haddad', 'Assent-Service');
  world.tokens.operator = await accessTokenOf(made.userName, made.temporaryPassword);
  const asOperator = apiClient({ baseUrl: running().publicUrl, accessToken: () => world.tokens.operator });
  const user = await asOperator(createUser, {
    params: { clientId: form.clientId },
    body: { userName: `user-${Date.now().toString(36)}`, displayName: 'Emeka Obi' },
  });
  world.tokens.client = await accessTokenOf(user.userName, user.temporaryPassword);
  world.stamp = await openPage(form.url);
  samples.createForm = letterForm(form.listId);
  samples.changeForm = letterForm(form.listId);
  samples.requestSubscription = {
    email: 'ada@example.net',
    purposes: { marketing_email: true },
    noticeId: form.noticeId,
  };
  itemsBefore = await everyTable();
});

/** By whom the route may be called, at our own client. */
const rightly = (route: RouteSpec): RawRequest => ({
  params: world.own,
  ...(route.audience === 'public' ? {} : { token: world.tokens[route.audience] }),
});

interface Wrong {
  readonly what: string;
  readonly request: RawRequest;
  readonly expected: readonly number[];
}

/** Sends them all. @returns those that were answered otherwise than they should be */
async function misjudged(route: RouteSpec, wrongs: readonly Wrong[]): Promise<string[]> {
  const found: string[] = [];
  for (const { what, request, expected } of wrongs) {
    const { status, type, text } = await send(route, { ...rightly(route), ...request });
    const byUs = route.reply.kind === 'page' ? /^text\/html/ : /^application\/(problem\+)?json/;
    if (!expected.includes(status) || !byUs.test(type)) found.push(`${what}: ${status} ${type} ${text.slice(0, 200)}`);
  }
  return found;
}

const named = (some: readonly RouteSpec[]) => some.map((route) => [`${route.method} ${route.path}`, route] as const);
const asJson = (value: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
const asForm = (body: string) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });

describe('ids and links', () => {
  const withParams = routes.filter(({ path }) => path.includes('{'));
  const odd = [
    ...[
      'short',
      'x'.repeat(300),
      '%00',
      '..%2f..%2fv1',
      '%E0%A4%A',
      '__proto__',
      '%7B%7D',
      "'%20OR%201=1--",
      unknownId,
    ],
    ...['A'.repeat(59), 'A'.repeat(60), 'A'.repeat(64), `${'A'.repeat(63)}!`, '%F0%9F%93%9A'],
  ];

  it.each(named(withParams))('%s knows no odd ones', async (_, route) => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const wrongs = names.flatMap((name) =>
      odd.map((value) => ({
        what: `${name}=${value}`,
        // A body that would do, so that nothing else is to blame.
        request: { params: { ...world.own, [name]: value }, ...bodyFor(route) },
        expected: [400, 404],
      })),
    );
    const found = await misjudged(route, wrongs);
    // What leads to another address is answered there.
    expect(found.filter((line) => !/=\.\.%2f\S*: 404 text\/html/.test(line))).toEqual([]);
  });

  it.each(named(routes.filter(({ path, audience }) => audience === 'client' && path.includes('{clientId}'))))(
    "%s: another client's are not there, and never forbidden",
    async (_, route) => {
      const wrongs = [{ what: 'client', request: { params: world.foreign, ...bodyFor(route) }, expected: [404] }];
      if (route.path.includes('{formId}'))
        wrongs.push({
          what: 'form',
          request: { params: { ...world.own, formId: world.foreign.formId! }, ...bodyFor(route) },
          expected: [404],
        });
      expect(await misjudged(route, wrongs)).toEqual([]);
    },
  );
});

const bodyFor = (route: RouteSpec): RawRequest => {
  if (!route.body) return {};
  if (route.accepts !== 'form') return asJson(samples[route.id]);
  const sample: Record<string, string> =
    route.id === 'submitForm' ? { email: 'ada@example.net', shown: world.stamp } : { stop: 'all' };
  return asForm(new URLSearchParams(sample).toString());
};

describe('who calls', () => {
  const signedIn = routes.filter(({ audience }) => audience !== 'public');

  it.each(named(signedIn))('%s wants a token, whole and unaltered', async (_, route) => {
    const good = world.tokens.operator;
    const [header = '', claims = '', signature = ''] = good.split('.');
    const forged = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const tokens = ['', 'x', good.slice(0, -3), `${header}.${claims}x.${signature}`, `${forged}.${claims}.`];
    const wrongs = tokens.map((token) => ({ what: token.slice(0, 12), request: { token }, expected: [401] }));
    expect(
      await misjudged(route, [...wrongs, { what: 'none', request: { token: undefined }, expected: [401] }]),
    ).toEqual([]);
  });

  it.each(named(routes.filter(({ audience }) => audience === 'operator')))(
    "%s is not there for a client's users",
    async (_, route) => {
      const request = { token: world.tokens.client, ...bodyFor(route) };
      expect(await misjudged(route, [{ what: 'user of a client', request, expected: [404] }])).toEqual([]);
    },
  );
});

describe('queries', () => {
  it.each(named(routes.filter(({ query }) => query)))('%s', async (_, route) => {
    const queries = [
      '?limit=0',
      '?limit=x',
      '?limit=1e9',
      '?limit=5&limit=6',
      '?admin=1',
      '?pageToken=x',
      '?pageToken=%00',
    ];
    const more = [
      `?pageToken=${Buffer.from('{"pk":"CLIENT#aaaaaaaaaaaaaaaa","sk":"x"}').toString('base64url')}`,
      `?pageToken=${'A'.repeat(2000)}`,
    ];
    // There is no such endpoint: what only its listing could tell, it does not.
    const expected = route.path.includes('{endpointId}') ? [400, 404] : [400];
    const wrongs = [...queries, ...more].map((query) => ({ what: query, request: { query }, expected }));
    expect(await misjudged(route, wrongs)).toEqual([]);
  });
});

describe('JSON bodies', () => {
  const json = routes.filter(({ body, accepts }) => body && accepts !== 'form');

  it.each(named(json))('%s has a sample that is right', (_, route) => {
    expect(route.body!().safeParse(samples[route.id]).error).toBeUndefined();
  });

  it.each(named(json))('%s', async (_, route) => {
    const sample = samples[route.id] as Record<string, unknown>;
    const raw = (
      what: string,
      body: string | Uint8Array<ArrayBuffer>,
      expected: number[],
      type = 'application/json',
    ) => ({
      what,
      request: { headers: { 'content-type': type }, body },
      expected,
    });
    const text = JSON.stringify(sample);
    const wrongs: Wrong[] = [
      raw('text', text, [415], 'text/plain'),
      raw('a form', 'a=b', [415], 'application/x-www-form-urlencoded'),
      raw('no type', text, [415], ''),
      raw('cut off', text.slice(0, -1), [400]),
      raw('empty', '', [400, 415]),
      // A gateway may have put signs of replacement into it before we see it.
      raw('not UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), [400, 422]),
      raw('too large', JSON.stringify({ ...sample, more: 'x'.repeat((route.largestBody ?? 8_192) + 808) }), [413]),
      ...['[]', 'null', '7', '"text"', 'true', '[[[[]]]]'].map((body) => raw(body, body, [422])),
      raw('a field more', JSON.stringify({ ...sample, admin: true }), [422]),
      raw('__proto__', `{"__proto__":{"admin":true},${text.slice(1)}`, [422]),
      raw('constructor', JSON.stringify({ ...sample, constructor: { prototype: {} } }), [422]),
      ...spoiled(sample).map(({ what, value }) => raw(what, JSON.stringify(value), [422])),
    ];
    expect(await misjudged(route, wrongs)).toEqual([]);
  });
});

/** The sample, each time with one text of it spoiled. */
function spoiled(sample: Record<string, unknown>): { what: string; value: unknown }[] {
  const found: { what: string; value: unknown }[] = [];
  const walk = (value: unknown, path: string[], rebuild: (with_: unknown) => unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        walk(inner, [...path, key], (spoilt) => rebuild({ ...value, [key]: spoilt }));
      return;
    }
    const odd: unknown[] = [null, [], {}, [value], 'x'.repeat(5_000), 'a\u0000b', 'a\u202eb', `${String(value)}\u0007`];
    if (typeof value === 'string') odd.push(7, true, '');
    if (!manyLines.has(path.at(-1)!)) odd.push(`${String(value)}\r\nBcc: mallory@example.net`);
    for (const each of odd)
      found.push({ what: `${path.join('.')} = ${JSON.stringify(each).slice(0, 40)}`, value: rebuild(each) });
  };
  walk(sample, [], (value) => value);
  return found;
}

describe('form posts', () => {
  it.each(named(routes.filter(({ accepts }) => accepts === 'form')))('%s', async (_, route) => {
    const wrongs: Wrong[] = [
      { what: 'JSON', request: asJson({ email: 'ada@example.net' }), expected: [415] },
      {
        what: 'multipart',
        request: { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
        expected: [415],
      },
      { what: 'a repeated field', request: asForm('email=a%40example.net&email=b%40example.net'), expected: [400] },
      { what: 'half an escape', request: asForm('email=%E0%A4%A'), expected: [400] },
      { what: 'bytes that are not UTF-8', request: asForm('email=%FF%FE'), expected: [400] },
      {
        what: 'raw bytes that are not UTF-8',
        request: { ...asForm(''), body: new Uint8Array([0x61, 0x3d, 0xff]) },
        expected: [400],
      },
      {
        what: 'more than may be',
        request: asForm(`email=${'a'.repeat((route.largestBody ?? 8_192) + 1)}`),
        expected: [413],
      },
      {
        what: 'a field of 600',
        request: asForm(
          new URLSearchParams({ email: 'ada@example.net', shown: world.stamp, x: 'a'.repeat(600) }).toString(),
        ),
        expected: [422],
      },
      { what: '__proto__', request: asForm('__proto__=x&email=ada%40example.net'), expected: [404, 409, 422] },
      { what: 'nothing', request: asForm(''), expected: [404, 409, 422] },
    ];
    expect(await misjudged(route, wrongs)).toEqual([]);
  });
});

describe('methods', () => {
  const paths = [...new Set(routes.map(({ path }) => path))];

  it.each(paths)('%s answers to those of the contract alone', async (path) => {
    const served = routes.filter((route) => route.path === path).map(({ method }) => method);
    const methods = (['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const).filter((each) => !served.includes(each));
    const some = routes.find((route) => route.path === path)!;
    for (const method of methods) {
      const { status } = await send({ ...some, method }, rightly(some));
      expect([404, 405], `${method} ${path}`).toContain(status);
    }
  });
});

it('and nothing of all this was written', async () => {
  expect(await everyTable()).toBe(itemsBefore);
});
