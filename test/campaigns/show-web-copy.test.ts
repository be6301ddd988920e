import { describe, expect, it } from 'vitest';
import { run } from '#lambdas/campaigns/show-web-copy.ts';
import type { WebCopyApp } from '#lambdas/campaigns/web-copy-app.ts';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import { afterConfirmation, afterErasure, afterRequest } from '#lambdas/consent/rules/standing-after.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { seal } from '#lambdas/platform/sealing.ts';
import { memoryStandings } from '#test/support/consent-fakes.ts';
import { asked, listId, person, sealing } from '#test/support/people.ts';
import { compiled, draftOf } from './drafts.ts';

const links = linkTokens({ k1: 'first key, of at least 32 characters' });
const publicUrl = 'https://news.example';
const campaignId = 'mi8x2k4qzAbCdEfG';
const startedAt = '2026-11-25T09:00:00.000Z';

/** Ada, who was called Ada when a campaign went out to her. */
async function setup({ now = '2026-11-26T09:00:00.000Z', webCopyDays = 60, callHer = 'Ada', sent = true } = {}) {
  const ada = person();
  const { contactId, addressKey, clientId } = ada.known;
  const named = (first_name: string) => (seq: number) =>
    seal(ada.key, { contactId, seq }, { address: 'ada@example.net', fields: { first_name } });
  const memory = memoryStandings();
  const first = afterRequest(undefined, ada.known, asked(), named('Ada'), 1_800_000_000);
  memory.put(first);
  const pending = first.standing.lists[listId]!.pending!;
  const confirmed = afterConfirmation(first.standing, listId, pending, '2026-11-24T10:00:00.000Z', named('Ada'));
  memory.put(confirmed);

  const draft = draftOf({ listId, webCopyDays, subject: 'For {{ first_name }}', language: 'de' });
  const content = await compiled({
    ...draft,
    content: { kind: 'html', source: '<p>Good evening, {{ first_name }}</p>' },
  });
  const token = links.webCopyToken({ clientId, campaignId, contactId });
  const target = { addressKey, listId };
  const message = await renderMessage(content, {
    fields: { first_name: 'Ada' },
    links: {
      unsubscribeUrl: `${publicUrl}/u/${links.linkToken('unsubscribe', target)}`,
      preferencesUrl: `${publicUrl}/p/${links.linkToken('preferences', target)}`,
      webCopyUrl: `${publicUrl}/w/${token}`,
    },
  });
  if (!message.rendered) throw new Error(message.because);
  const { renderedHash, html } = message;
  const { seq } = confirmed.standing;
  // Her profile since then: the ledger has nothing of it.
  memory.put({
    ...confirmed,
    standing: { ...confirmed.standing, sealed: named(callHer)(seq), sealedSeq: seq },
  });

  const { content: _content, text: _text, ...kept } = draft;
  const item = {
    campaignId,
    clientId,
    state: 'sent',
    version: 1,
    draft: kept,
    contentHash: content.contentHash,
    createdBy: 'emeka.obi',
    createdAt: startedAt,
    updatedAt: startedAt,
    startedAt,
  } as const;
  const record = {
    v: 1,
    messageId: `${campaignId}-${contactId}`,
    purpose: 'campaign',
    clientId,
    contactId,
    status: 'delivered',
    statusRank: 5,
    claimedAt: startedAt,
    statusAt: startedAt,
    evidence: { consentSeq: seq, renderedHash },
  } as const;
  const app: WebCopyApp = {
    api: { log: { info: () => {}, error: () => {} }, originSecret: () => Promise.resolve('s') },
    clock: { now: () => now },
    campaigns: {
      find: (client, campaign) =>
        Promise.resolve(client === clientId && campaign === campaignId ? (item as never) : undefined),
      content: () => Promise.resolve({ v: 1, campaignId, content: draft.content, compiled: content }),
    },
    messages: { find: (messageId) => Promise.resolve(sent && messageId === record.messageId ? record : undefined) },
    standings: memory.store,
    sealer: () => Promise.resolve(sealing),
    links: () => Promise.resolve(links),
    publicUrl: () => publicUrl,
  };
  const show = (asked = token) => run({ params: { token: asked } } as never, app);
  return { show, html, memory, standing: confirmed.standing, contactId, clientId };
}

const codeOf = async (page: Promise<unknown>): Promise<string> => {
  const thrown = await page.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DomainError)) throw new Error('a page came', { cause: thrown });
  return thrown.code;
};

describe('GET /w/{token}', () => {
  it('shows the very message that was sent', async () => {
    const { show, html } = await setup();
    const page = await show();
    expect(page.html).toBe(html.replace('<head>', '<head><meta name="robots" content="noindex">'));
    expect(page.headers['x-robots-tag']).toBe('noindex');
  });

  it('lets a browser run nothing, post nothing and be framed by nobody', async () => {
    const { 'content-security-policy': policy } = (await (await setup()).show()).headers;
    for (const part of [
      "default-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      'sandbox',
    ])
      expect(policy).toContain(part);
    expect(policy).not.toContain('script-src');
  });

  it('shows what she was called then, though she is called otherwise now', async () => {
    const { show } = await setup({ callHer: 'Augusta' });
    const { html } = await show();
    expect(html).toContain('Good evening, Ada');
    expect(html).not.toContain('Augusta');
  });

  it('is gone, in the language of the mail, when its days are over', async () => {
    const day60 = '2027-01-24T08:59:00.000Z';
    const day61 = '2027-01-24T09:01:00.000Z';
    expect((await (await setup({ now: day60 })).show()).problem).toBeUndefined();
    const page = await (await setup({ now: day61 })).show();
    expect(page.problem).toBe('gone');
    expect(page.html).toContain('Diese Nachricht ist hier nicht mehr vorhanden');
  });

  it('shows nothing of who was erased', async () => {
    const { show, memory, standing } = await setup();
    memory.put(afterErasure(standing, '2026-11-25T12:00:00.000Z')!);
    const page = await show();
    expect(page.problem).toBe('gone');
    expect(page.html).not.toContain('Ada');
  });

  it('is nothing for whoever never got it, and for whatever we did not sign', async () => {
    const unsent = await setup({ sent: false });
    expect(await codeOf(unsent.show())).toBe('not_found');
    const { show, clientId, contactId } = await setup();
    for (const token of [
      'x',
      links.linkToken('unsubscribe', { addressKey: 'A'.repeat(22), listId }),
      links.webCopyToken({ clientId, campaignId: 'AAAAAAAAAAAAAAAA', contactId }),
      links.webCopyToken({ clientId, campaignId, contactId: 'AAAAAAAAAAAAAAAA' }),
      linkTokens({ k1: 'another key, of at least 32 characters' }).webCopyToken({ clientId, campaignId, contactId }),
    ])
      expect(await codeOf(show(token))).toBe('not_found');
  });
});
