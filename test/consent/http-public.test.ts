import { beforeEach, describe, expect, it } from 'vitest';
import type { Language } from '#contract/common.ts';
import { proofBundle } from '#contract/consent.ts';
import type { Notice } from '#contract/consent.ts';
import { verifyProof } from '#lambdas/consent/rules/proof.ts';
import { afterConfirmation, afterDenial, afterErasure, afterStop } from '#lambdas/consent/rules/standing-after.ts';
import { served } from '#lambdas/consent/http-public.ts';
import { api } from '#lambdas/platform/api.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkKind } from '#lambdas/platform/link-tokens.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';
import { memoryStandings } from '#test/support/consent-fakes.ts';
import { gatewayEvent, lambdaContext } from '#test/support/gateway-event.ts';
import { asked, at, imported, listId, notice, person } from '#test/support/people.ts';
import { afterRequest } from '#lambdas/consent/rules/standing-after.ts';

const keys = { k1: 'first key, of at least 32 characters' };
const offered: Notice = {
  ...notice,
  listTitle: 'the Harbour Books letter',
  controls: [
    { id: 'marketing_email', label: 'Send me the letter.', preTicked: false },
    { id: 'open_tracking', label: 'You may count whether I open it.', preTicked: false },
  ],
};

interface Given {
  readonly ada?: ReturnType<typeof person>;
  readonly memory?: ReturnType<typeof memoryStandings>;
  readonly keys?: Record<string, string>;
  readonly now?: string;
  readonly language?: Language;
}

/** Ada, subscribed to one list with both of its boxes ticked. */
function setup({ keys: known = keys, now = at(60), language = 'en', ada = person(), memory: given }: Given = {}) {
  const kept = { ...offered, language };
  const memory = given ?? memoryStandings([kept]);
  if (!given) {
    const request = asked(['marketing_email', 'open_tracking'], { noticeSha256: sha256OfJson(kept), language });
    const first = afterRequest(undefined, ada.known, request, ada.sealFor, 1_800_000_000);
    memory.put(first);
    memory.put(afterConfirmation(first.standing, listId, first.standing.lists[listId]!.pending!, at(2), ada.sealFor));
  }
  const app = {
    api: { log: { info: () => {}, error: () => {} }, originSecret: () => Promise.resolve('s'), problemPage },
    clock: { now: () => now },
    standings: memory.store,
    links: () => Promise.resolve(linkTokens(known)),
  };
  const handler = api(served, () => app);
  const { addressKey } = ada.known;
  const tokenFor = (kind: LinkKind, signedWith = keys) =>
    linkTokens(signedWith).linkToken(kind, { addressKey, listId });
  const ask = async (routeKey: string, token: string, body?: Record<string, string>, headers = {}) => {
    const reply = await handler(
      gatewayEvent({
        routeKey,
        path: routeKey.split(' ')[1]!.replace('{token}', token),
        pathParameters: { token },
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        ...(body && { body: new URLSearchParams(body).toString() }),
      }),
      lambdaContext,
    );
    return {
      status: reply.statusCode,
      html: (reply.body ?? '').replaceAll('\u00a0', ' '),
      headers: reply.headers ?? {},
    };
  };
  const standing = () => memory.standing(addressKey)!;
  return { ...memory, ada, ask, tokenFor, standing, token: tokenFor('preferences') };
}

const show = 'GET /p/{token}';
const change = 'POST /p/{token}';
const letter = `${listId}.marketing_email`;
const opens = `${listId}.open_tracking`;
const shown = { [`${listId}.shown`]: 'on' };
const statesOf = ({ standing }: ReturnType<typeof setup>) =>
  standing().lists[listId]!.purposes.map(({ purpose, state }) => `${purpose} ${state}`);

let here: ReturnType<typeof setup>;
beforeEach(() => {
  here = setup();
});

describe('the page of somebody who was imported', () => {
  const provenance = {
    source: 'shop',
    where: 'the till in Quay Street',
    from: '2026-01-01',
    until: '2026-06-30',
    notice: 'We send you our letter.',
    attestedBy: 'Emeka Obi',
    attests: true,
  } as const;
  const { formId: _form, formVersion: _version, ...noForm } = offered;
  const said: Notice = { ...noForm, noticeId: 'noticenotice0002', controls: [], frequency: '', provenance };
  const came = () => {
    const ada = person();
    const memory = memoryStandings([said]);
    const evidence = { basis: 'implied', impliedFrom: 'purchase', at: '2026-06-01' } as const;
    memory.put(imported({ evidence, noticeSha256: sha256OfJson(said) }, ada));
    return setup({ memory, ada });
  };

  it('says where the address came from, and offers the one box', async () => {
    const page = came();
    const { html } = await page.ask(show, page.token);
    expect(html).toContain('Harbour Books brought your address along, from: the till in Quay Street');
    expect(html.match(/type="checkbox"[^>/]*/g)).toEqual([`type="checkbox" name="${letter}" value="on" checked`]);
    expect(html).toContain('Send me the Harbour Books letter');
    expect(html).not.toContain('writes .');
  });

  it('ends the list, and takes it up again with their consent', async () => {
    const page = came();
    await page.ask(change, page.token, shown);
    expect(page.standing().lists[listId]).toMatchObject({ status: 'unsubscribed', basis: 'implied' });
    await page.ask(change, page.token, { ...shown, [letter]: 'on' });
    expect(page.standing().lists[listId]?.status).toBe('subscribed');
    expect(page.standing().lists[listId]).not.toHaveProperty('basis');
    const record = await page.ask('GET /p/{token}/record', page.token);
    expect(verifyProof(JSON.parse(record.html))).toMatchObject({ valid: true, events: 3 });
  });
});

describe('GET /p/{token}', () => {
  it('begins with the end of everything, in one press (CS-10)', async () => {
    const { html } = await here.ask(show, here.token);
    const controls = html.match(/<(button|input(?! type="hidden")|a)\b[^>]*>/g)!;
    expect(controls[0]).toBe('<button class="second" name="stop" value="all">');
    expect(html).toContain('Unsubscribe from everything from Harbour Books');
  });

  it('says first, once everything was stopped, that nothing comes any more, since when, and offers no end of it', async () => {
    const there = setup({ now: '2027-01-15T09:00:00.000Z' });
    await there.ask(change, there.token, { stop: 'all' });
    const { html } = await there.ask(show, there.token);
    const sentence = html.indexOf('Since 15 January 2027, Harbour Books sends you nothing any more.');
    expect(sentence).toBeGreaterThan(0);
    expect(sentence).toBeLessThan(html.indexOf('<form'));
    expect(html).not.toContain('name="stop"');
    expect(html).toContain(`name="${letter}"`);
  });

  it('says it too of who left each list by itself, and ends the rest after the boxes', async () => {
    await here.ask(change, here.token, shown);
    const { html } = await here.ask(show, here.token);
    expect(html).toContain('Since 24 November 2026, Harbour Books sends you nothing any more.');
    expect(html.indexOf('name="stop"')).toBeGreaterThan(html.indexOf(`name="${letter}"`));
  });

  it('shows the boxes of the notice as the person left them, and changes nothing', async () => {
    const { html } = await here.ask(show, here.token);
    expect(html.match(/type="checkbox"[^>/]*/g)).toEqual([
      `type="checkbox" name="${letter}" value="on" checked`,
      `type="checkbox" name="${opens}" value="on" checked`,
    ]);
    expect(here.events).toHaveLength(2);
  });

  it('tells neither address nor name: the link may have been forwarded', async () => {
    const { html } = await here.ask(show, here.token);
    expect(html).not.toMatch(/ada/i);
    expect(html).toContain('Harbour Books Ltd, 1 Quay, Whitby, United Kingdom');
  });

  it('does not offer a list that was never confirmed', async () => {
    const { standing } = afterRequest(
      here.standing(),
      here.ada.known,
      asked(undefined, { listId: 'otherlist0000001' }),
      here.ada.sealFor,
      1,
    );
    here.put({ standing, event: here.events[0]! });
    expect((await here.ask(show, here.token)).html).not.toContain('otherlist0000001');
  });

  it('says that Sec-GPC is honoured (PR-14)', async () => {
    expect((await here.ask(show, here.token, undefined, { 'sec-gpc': '1' })).html).toContain('asks not to be tracked');
  });

  it.each([
    ['de', 'Alle E-Mails von Harbour Books abbestellen'],
    ['fr', 'Ne plus recevoir aucun message de Harbour Books'],
    ['es', 'Darme de baja de todos los correos de Harbour Books'],
  ] as const)('speaks the language of the list: %s', async (language, sentence) => {
    const there = setup({ language });
    const { html } = await there.ask(show, there.token);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(sentence);
  });

  it('knows nothing of a link of another kind', async () => {
    expect((await here.ask(show, here.tokenFor('unsubscribe'))).status).toBe(404);
  });
});

describe('POST /p/{token}', () => {
  it('changes one box by exactly one event, and says what holds now', async () => {
    const { html } = await here.ask(change, here.token, { ...shown, [letter]: 'on' });
    expect(html).toContain('<b>Yes:</b> Send me the letter.');
    expect(html).toContain('<b>No:</b> You may count whether I open it.');
    expect(here.events).toHaveLength(3);
    expect(here.events[2]).toMatchObject({ state: 'given', channel: 'preference_centre', listId });
    expect(statesOf(here)).toEqual(['marketing_email given', 'open_tracking withdrawn', 'click_tracking refused']);
  });

  it('writes nothing when it is posted again', async () => {
    for (let count = 0; count < 3; count++) await here.ask(change, here.token, { ...shown, [letter]: 'on' });
    expect(here.events).toHaveLength(3);
  });

  it('ends a list whose boxes are all empty, and leaves alone one that the page did not show', async () => {
    await here.ask(change, here.token, {});
    expect(here.events).toHaveLength(2);
    const { html } = await here.ask(change, here.token, shown);
    expect(html).toContain('Harbour Books will not write to you.');
    expect(here.standing().lists[listId]?.status).toBe('unsubscribed');
  });

  it('stops everything in one press', async () => {
    const { html } = await here.ask(change, here.token, { stop: 'all' });
    expect(html).toContain('Harbour Books will not write to you.');
    expect(here.standing().stopped?.reason).toBe('unsubscribed');
    expect(here.events[2]).toMatchObject({ state: 'withdrawn', channel: 'preference_centre' });
  });

  it('lets a person who left come back by their own hand (CS-12)', async () => {
    await here.ask(change, here.token, { stop: 'all' });
    await here.ask(change, here.token, { ...shown, [letter]: 'on' });
    expect(here.standing().stopped).toBeUndefined();
    expect(statesOf(here)).toEqual(['marketing_email given', 'open_tracking withdrawn', 'click_tracking refused']);
  });

  it.each(['complaint', 'hard_bounce'] as const)(
    'offers no box after a %s, says why, and writes nothing for one that is posted (CS-12)',
    async (reason) => {
      here.put(afterStop(here.standing(), { reason, channel: 'complaint', at: at(50), entityId: 'ses' })!);
      for (const { html } of [
        await here.ask(show, here.token),
        await here.ask(change, here.token, { ...shown, [letter]: 'on' }),
      ]) {
        expect(html).toContain('reported as unwanted from this mailbox, or came back');
        expect(html).not.toContain('type="checkbox"');
      }
      expect(here.events).toHaveLength(3);
      expect(here.standing().stopped?.reason).toBe(reason);
    },
  );

  it('shows what a denial of another list stopped as stopped, and gives it back', async () => {
    const other = 'readingsreading1';
    const both = afterRequest(
      here.standing(),
      here.ada.known,
      asked(undefined, { listId: other }),
      here.ada.sealFor,
      1,
    );
    here.put(both);
    here.put(afterDenial(both.standing, other, both.standing.lists[other]!.pending!, at(3 * 24 * 60)));
    const { html } = await here.ask(show, here.token);
    expect(html).not.toContain('checked');
    expect(html).toContain('You left the Harbour Books letter on 27 November 2026');
    await here.ask(change, here.token, { ...shown, [letter]: 'on' });
    expect(here.standing().stopped).toBeUndefined();
    expect(statesOf(here)).toEqual(['marketing_email given', 'open_tracking withdrawn', 'click_tracking refused']);
  });

  it('records the signal of the browser with the choice', async () => {
    await here.ask(change, here.token, { ...shown, [letter]: 'on' }, { 'sec-gpc': '1' });
    expect(here.events[2]).toMatchObject({ globalPrivacyControl: true });
  });

  it.each([
    ['a purpose that the notice never offered', { [`${listId}.click_tracking`]: 'on' }],
    ['a list of nobody', { 'otherlist0000001.marketing_email': 'on' }],
    ['an unknown field', { admin: 'on' }],
    ['a value that no box has', { [letter]: 'off' }],
    ['a purpose that there is not', { [`${listId}.profiling`]: 'on' }],
    ['a stop that there is not', { stop: 'some' }],
    ['a field that is an accident of the language', { __proto__x: 'on', constructor: 'on' }],
  ])('refuses %s, and writes nothing', async (_, body) => {
    expect((await here.ask(change, here.token, { ...shown, ...body })).status).toBe(422);
    expect(here.events).toHaveLength(2);
  });

  it('sets the boxes all the same when somebody was faster', async () => {
    here.race(() => {
      here.put(
        afterStop(here.standing(), { reason: 'unsubscribed', channel: 'one_click', at: at(50), entityId: 'person' })!,
      );
    });
    await here.ask(change, here.token, { ...shown, [letter]: 'on' });
    expect(here.events.map(({ state }) => state)).toEqual(['requested', 'given', 'withdrawn', 'given']);
    expect(here.standing().stopped).toBeUndefined();
  });

  it.each(['before', 'after'] as const)('loses and doubles nothing when the table fails %s the write', async (when) => {
    here.fail(when);
    const wish = { ...shown, [letter]: 'on' };
    expect((await here.ask(change, here.token, wish)).status).toBe(500);
    expect((await here.ask(change, here.token, wish)).status).toBe(200);
    expect(here.events.map(({ state }) => state)).toEqual(['requested', 'given', 'given']);
  });

  it('gives nothing back to somebody who was erased', async () => {
    here.put(afterErasure(here.standing(), at(9))!);
    expect((await here.ask(change, here.token, { ...shown, [letter]: 'on' })).status).toBe(422);
    expect((await here.ask(show, here.token)).status).toBe(200);
    expect(here.events).toHaveLength(3);
  });
});

describe('GET /p/{token}/record', () => {
  it('is the person’s own proof, without address and without key', async () => {
    const { html, headers } = await here.ask('GET /p/{token}/record', here.token);
    const bundle = proofBundle().parse(JSON.parse(html));
    expect(headers['content-disposition']).toBe('attachment; filename="consent-record-2026-11-24.json"');
    expect(bundle.contactKey).toBeUndefined();
    expect(html).not.toMatch(/ada@/);
    expect(verifyProof(bundle)).toMatchObject({ valid: true, events: 2 });
  });
});

describe('POST /u/{token}', () => {
  const stop = 'POST /u/{token}';
  const stopped = (there = here) => there.standing().stopped?.reason;

  it('works after sixty-one days, after four hundred, and after ten years (CS-06)', async () => {
    for (const now of ['2027-01-24T00:00:00.000Z', '2027-12-30T00:00:00.000Z', '2036-11-24T00:00:00.000Z']) {
      const there = setup({ now });
      expect((await there.ask(stop, there.tokenFor('unsubscribe'))).status).toBe(200);
      expect(stopped(there)).toBe('unsubscribed');
    }
  });

  it('works when the key that signed it is no longer the one that signs (CS-06)', async () => {
    const there = setup({ keys: { ...keys, k2: 'second key, of at least 32 characters' } });
    expect((await there.ask(stop, there.tokenFor('unsubscribe'))).status).toBe(200);
    expect(stopped(there)).toBe('unsubscribed');
  });

  it.each(['before', 'after'] as const)('is done, once, when the table fails %s the write', async (when) => {
    const token = here.tokenFor('unsubscribe');
    here.fail(when);
    expect((await here.ask(stop, token)).status).toBe(500);
    const again = await Promise.all(Array.from({ length: 5 }, () => here.ask(stop, token)));
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(here.events).toHaveLength(3);
  });

  it('works when list and notice are gone (CS-06)', async () => {
    const there = setup();
    there.put({ standing: { ...there.standing(), lists: {} }, event: there.events[0]! });
    const { status, html } = await there.ask(stop, there.tokenFor('unsubscribe'));
    expect([status, stopped(there)]).toEqual([200, 'unsubscribed']);
    expect(html).toContain('This sender will not write to you again');
  });

  it('offers the way back, and nothing else', async () => {
    const { html } = await here.ask(stop, here.tokenFor('unsubscribe'));
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain(`/p/${here.token}`);
  });
});
