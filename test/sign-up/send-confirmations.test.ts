import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { sendConfirmation } from '#lambdas/sign-up/send-confirmations.ts';
import type { MailsApp } from '#lambdas/sign-up/send-confirmations.ts';
import { memoryStandings } from '#test/support/consent-fakes.ts';
import { at, listId, notice, requested, sealing } from '#test/support/people.ts';
import { knownClient, publishedLetter } from '#test/support/published.ts';
import { keepingTransport } from '#test/support/transport.ts';

function setup(status: Client['status']) {
  const memory = memoryStandings([notice]);
  const { ada, step } = requested();
  memory.put(step);
  const { sent, transport } = keepingTransport();
  const taken: string[] = [];
  const app: MailsApp = {
    clock: { now: () => at(2) },
    log: { info: () => {}, error: () => {} },
    standings: memory.store,
    forms: {
      client: () => Promise.resolve(knownClient({ status })),
      published: () => Promise.resolve(publishedLetter()),
    },
    budget: {
      take: (mailboxHash) => {
        taken.push(mailboxHash);
        return Promise.resolve('taken');
      },
    },
    transport,
    secrets: () =>
      Promise.resolve({ sealer: sealing, links: linkTokens({ k1: 'a key of at least thirty-two characters' }) }),
    publicUrl: () => 'https://news.example.com',
  };
  const { contactId, addressKey } = ada.known;
  const told = { contactId, addressKey, seq: 1, state: 'requested', channel: 'form', listId } as const;
  return { sent, taken, send: () => sendConfirmation(told, app) };
}

describe('the confirm mail', () => {
  it('goes to who asked, for a client that is approved', async () => {
    const { sent, taken, send } = setup('approved');
    await send();
    expect(sent).toMatchObject([{ purpose: 'confirm', to: 'ada@example.net' }]);
    expect(taken).toHaveLength(1);
  });

  it('is not sent for a client that was suspended meanwhile, and uses up nothing of what the person may get', async () => {
    const { sent, taken, send } = setup('suspended');
    await send();
    expect([sent, taken]).toEqual([[], []]);
  });
});
