import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receive } from '#lambdas/consent/receive-unsubscribes.ts';
import { tokensIn } from '#lambdas/consent/rules/tokens-in-subject.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { memoryStandings } from '#test/support/consent-fakes.ts';
import { at, listId, requested } from '#test/support/people.ts';
import { receivedMail } from '#test/support/received-mail.ts';

function setup() {
  const memory = memoryStandings();
  const { ada, step } = requested();
  memory.put(step);
  const links = linkTokens({ k1: 'a key of at least thirty-two characters' });
  const { addressKey } = ada.known;
  const said: unknown[] = [];
  const app = {
    log: { info: (_: string, fields: unknown) => void said.push(fields), error: () => {} },
    clock: { now: () => at(9) },
    standings: memory.store,
    links: () => Promise.resolve(links),
  };
  return {
    ...memory,
    said,
    token: links.linkToken('unsubscribe', { addressKey, listId }),
    preferences: links.linkToken('preferences', { addressKey, listId }),
    nobody: links.linkToken('unsubscribe', { addressKey: 'Z'.repeat(21) + 'A', listId }),
    get: (subject?: string) => receive(receivedMail({ subject }), app),
    stopped: () => memory.standing(addressKey)?.stopped?.reason,
  };
}

describe('mail to unsubscribe', () => {
  it.each<[string, (token: string) => string]>([
    ['as it was offered', (token) => token],
    ['as an answer', (token) => `Re: ${token}`],
    ['marked by a gateway, in capitals around it', (token) => `[EXTERNAL] FW: ${token} (unsubscribe)`],
    ['folded', (token) => `Re:\r\n ${token}`],
    ['as an encoded word', (token) => `=?UTF-8?B?${Buffer.from(`Antwort: ${token}`).toString('base64')}?=`],
    [
      'as two encoded words',
      (token) =>
        `=?utf-8?q?${token.slice(0, 30).replaceAll('_', '=5F')}?=\r\n =?utf-8?q?${token.slice(30).replaceAll('_', '=5F')}?=`,
    ],
  ])('stops everything, its subject %s', async (_, subject) => {
    const { get, token, stopped, events, said } = setup();
    await get(subject(token));
    expect(stopped()).toBe('unsubscribed');
    expect(events[1]).toMatchObject({ state: 'withdrawn', channel: 'mailto', entityId: 'person' });
    expect(said).toEqual([{ outcome: 'stopped' }]);
  });

  it('is one event, however often it comes', async () => {
    const { get, token, events, said } = setup();
    await get(token);
    await get(token);
    expect(events).toHaveLength(2);
    expect(said).toEqual([{ outcome: 'stopped' }, { outcome: 'again' }]);
  });

  it.each<[string, (all: { token: string; preferences: string; nobody: string }) => string | undefined]>([
    ['without a subject', () => undefined],
    ['with a word', () => 'unsubscribe'],
    ['with a token that was altered', ({ token }) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
    ['in capitals', ({ token }) => token.toUpperCase() + 'x'],
    ['with a link of another kind', ({ preferences }) => preferences],
    ['with a token of somebody who is not known any more', ({ nobody }) => nobody],
  ])('is counted and let fall %s', async (_, subject) => {
    const here = setup();
    await here.get(subject(here));
    expect(here.stopped()).toBeUndefined();
    expect(here.said).toEqual([{ outcome: 'unknown' }]);
  });
});

describe('a token in a subject', () => {
  it('is found between whatever words, and nothing else is taken for one', () => {
    const token = fc
      .uint8Array({ minLength: 45, maxLength: 45 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'));
    fc.assert(
      fc.property(
        token,
        fc.constantFrom('', 'Re: ', '[x] ', 'Üb: '),
        fc.constantFrom('', ' ', '.', ' (2)'),
        (one, before, after) => {
          expect(tokensIn(`${before}${one}${after}`)).toEqual([one]);
          expect(tokensIn(`${before}${one}A${after}`)).toEqual([]);
        },
      ),
    );
  });
});
