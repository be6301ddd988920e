import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { Mail } from '#lambdas/platform/mail-transport.ts';
import type { PublishedForm } from '#lambdas/sign-up/forms-store.ts';
import { sendConfirmation } from '#lambdas/sign-up/send-confirmations.ts';
import type { MailsApp } from '#lambdas/sign-up/send-confirmations.ts';
import { harbourBooks, letterForm } from '#test/support/believable.ts';
import { memoryStandings } from '#test/support/consent-fakes.ts';
import { at, listId, notice, requested, sealing } from '#test/support/people.ts';

const content: PublishedForm['form']['content'] = {
  ...letterForm(listId),
  accentColour: '#0b6e99',
  fields: { firstName: 'off', lastName: 'off' },
  ownFields: [],
  redirectHosts: [],
  origins: [],
  welcomeMail: true,
};
const form = { formId: notice.formId, clientId: notice.clientId, status: 'published', version: 1, url: '' } as const;
const client: Client = {
  ...harbourBooks,
  language: 'en',
  clientId: notice.clientId,
  status: 'approved',
  acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: at(0) },
  createdAt: at(0),
};

function setup(status: Client['status']) {
  const memory = memoryStandings([notice]);
  const { ada, step } = requested();
  memory.put(step);
  const sent: Mail[] = [];
  const taken: string[] = [];
  const app: MailsApp = {
    clock: { now: () => at(2) },
    log: { info: () => {}, error: () => {} },
    standings: memory.store,
    forms: {
      client: () => Promise.resolve({ ...client, status }),
      published: () =>
        Promise.resolve({
          v: 1,
          listTitle: 'the letter',
          notice,
          noticeSha256: step.event.noticeSha256!,
          form: { ...form, content, createdAt: at(0), updatedAt: at(0) },
        }),
    },
    budget: {
      take: (mailboxHash) => {
        taken.push(mailboxHash);
        return Promise.resolve('taken');
      },
    },
    transport: {
      send: async (mail, maySend) => {
        const may = await maySend();
        if (may.send) sent.push(mail);
        return may.send ? { sent: true, sesMessageId: 'ses-1' } : { sent: false, because: may.because };
      },
    },
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
