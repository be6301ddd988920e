import { describe, expect, it } from 'vitest';
import { running } from '#test/support/running.ts';

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${running().publicUrl}${path}`, { method, headers });

describe('what the gateway has no route for', () => {
  it.each(['/c/', '/s/', '/c', '/favicon.ico', '/a/b/c/d'])(
    '%s: a friendly page, in the language asked for',
    async (path) => {
      const answer = await ask(path, { accept: 'text/html', 'accept-language': 'de-AT,de;q=0.9' });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('Hier ist nichts');
    },
  );

  it.each([
    ['GET', '/v1/nothing'],
    ['PUT', '/v1/clients'],
    ['DELETE', '/v1/me'],
  ])('%s %s: a problem document', async (method, path) => {
    const answer = await ask(path, {}, method);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });
});

it('the address itself says what lives here, and how mails are stopped', async () => {
  const answer = await ask('/', { 'accept-language': 'fr' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Le lien à la fin de chaque message les arrête aussitôt');
});

it('a link that leads nowhere is told in the language of the browser', async () => {
  const answer = await ask(`/u/${'A'.repeat(60)}`, { 'accept-language': 'es' });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('Aquí no hay nada');
});

describe('HEAD', () => {
  it.each(['/', '/s/aaaaaaaaaaaaaaaa', `/c/${'A'.repeat(64)}`, `/u/${'A'.repeat(60)}`, '/nothing'])(
    '%s: the head of what GET answers, and no body',
    async (path) => {
      const [head, get] = [await ask(path, {}, 'HEAD'), await ask(path)];
      expect(head.status).toBe(get.status);
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(await head.text()).toBe('');
    },
  );
});
