import { beforeAll, describe, expect, it } from 'vitest';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens, parseConfirmToken } from '#lambdas/platform/link-tokens.ts';
import { countItems, secretNamed } from '#test/support/ledger.ts';
import { running } from '#test/support/running.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

/** A link as our mails carry it, signed with the deployment's own key. */
async function unsubscribeUrl(confirmUrl: string, listId: string): Promise<string> {
  const { addressKey } = parseConfirmToken(confirmUrl.split('/c/')[1]!)!;
  return `${running().publicUrl}/u/${linkTokens(linkKeys(await secretNamed('LinkSecret'))).linkToken('unsubscribe', { addressKey, listId })}`;
}

let url: string;

beforeAll(async () => {
  const operator = await newOperator();
  const form = await publishedForm(operator);
  const { links } = await subscribe(form.url, someone('noor'));
  url = await unsubscribeUrl(links[0]!, form.listId);
});

describe('GET /u/{token}', () => {
  it('shows one button and changes nothing, however often it is followed', async () => {
    const before = await countItems('Ledger', 'Consent');
    for (let count = 0; count < 5; count++)
      expect(await (await fetch(url)).text()).toContain('Stop all mail from Harbour Books?');
    expect(await countItems('Ledger', 'Consent')).toBe(before);
  });
});

describe('POST /u/{token}', () => {
  it('stops everything at once, without a browser, redirect or cookie (RFC 8058), and writes one event', async () => {
    // Of Consent, what ran out may go at any moment.
    const before = await countItems('Ledger');
    const posts: RequestInit[] = [
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' },
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      },
      { headers: { 'content-type': 'text/odd', 'user-agent': '' }, body: 'whatever' },
      {},
    ];
    for (const each of posts) {
      const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...each });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.text()).toContain('Harbour Books will not write to you again');
    }
    expect(await countItems('Ledger')).toBe(before + 1);
  });

  it('knows nothing of a link with one character changed', async () => {
    const altered = url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A');
    expect((await fetch(altered, { method: 'POST' })).status).toBe(404);
  });
});
