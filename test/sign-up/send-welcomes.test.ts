import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { afterConfirmation, afterErasure, afterRequest, afterStop } from '#lambdas/consent/rules/standing-after.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { Mail } from '#lambdas/platform/mail-transport.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { sendWelcome } from '#lambdas/sign-up/send-welcomes.ts';
import type { WelcomesApp } from '#lambdas/sign-up/send-welcomes.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { memoryStandings } from '#test/support/consent-fakes.ts';
import { asked, at, deploymentSecret, listId, notice, person } from '#test/support/people.ts';

const client: Client = {
  ...harbourBooks,
  language: 'en',
  clientId: notice.clientId,
  status: 'approved',
  acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: at(0) },
  createdAt: at(0),
};

interface Given {
  readonly ticked?: readonly Purpose[];
  readonly welcomeMail?: boolean;
  readonly status?: Client['status'];
  readonly unsubscribeAddress?: string;
}

function setup({
  ticked = ['marketing_email'],
  welcomeMail = true,
  status = 'approved',
  unsubscribeAddress,
}: Given = {}) {
  const kept = {
    ...notice,
    controls: [
      ...notice.controls,
      { id: 'open_tracking', label: 'Count whether I open it.', preTicked: false as const },
    ],
  };
  const memory = memoryStandings([kept]);
  const ada = person();
  const first = afterRequest(undefined, ada.known, asked(ticked, { noticeSha256: sha256OfJson(kept) }), ada.sealFor, 1);
  memory.put(first);
  const given = afterConfirmation(first.standing, listId, first.standing.lists[listId]!.pending!, at(2), ada.sealFor);
  memory.put(given);
  const { addressKey } = ada.known;
  const sent: Mail[] = [];
  const app: WelcomesApp = {
    log: { info: () => {}, error: () => {} },
    clock: { now: () => at(9) },
    standings: memory.store,
    forms: {
      client: () => Promise.resolve({ ...client, status }),
      published: () =>
        Promise.resolve({
          v: 1,
          listTitle: 'the letter',
          notice: kept,
          noticeSha256: sha256OfJson(kept),
          form: {
            formId: notice.formId,
            clientId: notice.clientId,
            status: 'published',
            version: 1,
            url: '',
            createdAt: at(0),
            updatedAt: at(0),
            content: {
              ...letterForm(listId),
              accentColour: '#0b6e99',
              fields: { firstName: 'off', lastName: 'off' },
              ownFields: [],
              redirectHosts: [],
              origins: [],
              welcomeMail,
            },
          },
        }),
    },
    transport: {
      send: async (mail, maySend) => {
        const may = await maySend();
        if (may.send) sent.push(mail);
        return may.send ? { sent: true, sesMessageId: 'ses-1' } : { sent: false, because: may.because };
      },
    },
    secrets: () =>
      Promise.resolve({
        sealer: sealer(deploymentSecret),
        links: linkTokens({ k1: 'a key of at least thirty-two characters' }),
      }),
    settings: () => ({ publicUrl: 'https://news.example.com', fromDomain: 'mail.example.com', unsubscribeAddress }),
  };
  const told = {
    contactId: ada.known.contactId,
    addressKey,
    seq: 2,
    state: 'given' as const,
    channel: 'confirm_page' as const,
    listId,
  };
  return { ...memory, sent, given, ada, send: () => sendWelcome(told, app) };
}

describe('a welcome mail', () => {
  it('goes to the person, answers go to the client, and one tap stops it', async () => {
    const { send, sent, ada } = setup({ unsubscribeAddress: 'unsubscribe@mail.example.com' });
    await send();
    expect(sent[0]).toMatchObject({
      purpose: 'welcome',
      to: 'ada@example.net',
      replyTo: 'hello@harbourbooks.example',
      messageId: `${ada.known.contactId}-2`,
      tags: { contact: ada.known.contactId },
      list: {
        id: 'lettersletters01.harbourbooks0001.mail.example.com',
        name: 'the letter',
        unsubscribeUrl: expect.stringMatching(/^https:\/\/news\.example\.com\/u\/[\w-]{60}$/) as string,
        reportUrl: 'https://news.example.com/abuse?client=harbourbooks0001',
        unsubscribeMailto: expect.stringMatching(
          /^mailto:unsubscribe@mail\.example\.com\?subject=[\w-]{60}$/,
        ) as string,
      },
    });
  });

  it('offers no address that nobody reads', async () => {
    const { send, sent } = setup();
    await send();
    expect(sent[0]?.list).not.toHaveProperty('unsubscribeMailto');
  });

  it('quotes the boxes that were ticked, and no others', async () => {
    const { send, sent } = setup();
    await send();
    expect(sent[0]?.text).toContain('Send me the letter.');
    expect(sent[0]?.text).not.toContain('Count whether I open it.');
  });

  it.each<[string, readonly Purpose[], boolean]>([
    ['nothing', ['marketing_email'], false],
    ['opens alone', ['marketing_email', 'open_tracking'], false],
    ['clicks alone', ['marketing_email', 'click_tracking'], false],
    ['both', ['marketing_email', 'open_tracking', 'click_tracking'], true],
  ])('is counted for who agreed to %s: SES counts both or none', async (_, ticked, tracked) => {
    const { send, sent } = setup({ ticked });
    await send();
    expect(sent[0]?.tracked).toBe(tracked);
  });

  it.each<[string, Given]>([
    ['its form says no', { welcomeMail: false }],
    ['its client was suspended meanwhile', { status: 'suspended' }],
  ])('is not sent when %s', async (_, given) => {
    const { send, sent } = setup(given);
    await send();
    expect(sent).toEqual([]);
  });

  it('is not sent to somebody who stopped it before it went', async () => {
    const { send, sent, put, given } = setup();
    put(afterStop(given.standing, { reason: 'unsubscribed', channel: 'one_click', at: at(3), entityId: 'person' })!);
    await send();
    expect(sent).toEqual([]);
  });

  it('is not sent to a mailbox that does not exist', async () => {
    const { send, sent, mailboxes, ada } = setup();
    mailboxes.set(ada.known.mailboxHash, { v: 1, suppressed: { reason: 'hard_bounce', at: at(3) } });
    await send();
    expect(sent).toEqual([]);
  });

  it('is not sent to somebody who was erased', async () => {
    const { send, sent, put, given } = setup();
    put(afterErasure(given.standing, at(3))!);
    await send();
    expect(sent).toEqual([]);
  });
});
