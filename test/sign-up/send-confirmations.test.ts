import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import type { Notice } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
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

const boxes = [
  { id: 'marketing_email', label: 'Send me the letter.', preTicked: false },
  { id: 'open_tracking', label: 'You may count whether I open it.', preTicked: false },
  { id: 'click_tracking', label: 'You may count which links I follow.', preTicked: false },
] as const;
const shown: Notice = { ...notice, controls: [...boxes] };
/** Published since the person asked. */
const newer: Notice = {
  ...shown,
  noticeId: 'noticenotice0002',
  controls: boxes.map((box) => ({ ...box, label: 'another sentence' })),
};

function setup(status: Client['status'], purposes: readonly Purpose[] = ['marketing_email']) {
  const memory = memoryStandings([shown]);
  const { ada, step } = requested(undefined, purposes);
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
          notice: newer,
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
    expect(sent).toMatchObject([{ purpose: 'confirm', to: 'ada@example.net', replyTo: 'hello@harbourbooks.example' }]);
    expect(taken).toHaveLength(1);
  });

  it('says everything that its button agrees to, in the words that were ticked, though the form says others by now', async () => {
    const { sent, send } = setup('approved', ['marketing_email', 'open_tracking']);
    await send();
    for (const part of [sent[0]!.html, sent[0]!.text]) {
      expect(part).toContain('Send me the letter.');
      expect(part).toContain('You may count whether I open it.');
      expect(part).not.toContain('which links');
      expect(part).not.toContain('another sentence');
    }
  });

  it('is not sent for a client that was suspended meanwhile, and uses up nothing of what the person may get', async () => {
    const { sent, taken, send } = setup('suspended');
    await send();
    expect([sent, taken]).toEqual([[], []]);
  });
});
