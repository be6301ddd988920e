import { describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import { confirmMail } from '#lambdas/sign-up/mails/confirm-mail.ts';
import type { ConfirmMailView } from '#lambdas/sign-up/mails/confirm-mail.ts';

const view: ConfirmMailView = {
  language: 'en',
  brand: 'Harbour Books',
  legalName: 'Harbour Books Ltd',
  postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' },
  accentColour: '#0b6e99',
  listTitle: 'the Harbour Books letter',
  asked: ['Send me the Harbour Books letter.', 'You may count whether I open it.'],
  site: 'harbourbooks.example',
  requestedAt: '2026-11-24T09:00:00.000Z',
  confirmUrl: 'https://news.example.com/c/TOKEN',
  denyUrl: 'https://news.example.com/c/TOKEN/not-me',
  privacyUrl: 'https://harbourbooks.example/privacy',
};

describe('the confirm mail', () => {
  it('reads like this', () => {
    const { subject, text } = confirmMail(view);
    expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
      "Please confirm: the Harbour Books letter

      Harbour Books

      On 24 November 2026, somebody asked Harbour Books for the Harbour Books letter on harbourbooks.example, with this address. If that was you, press the button. Until then nothing is sent.

      By pressing it you agree to this:

      - Send me the Harbour Books letter.
      - You may count whether I open it.

      Confirm my subscription:
      https://news.example.com/c/TOKEN

      The button works for seven days. If you do nothing, the request is forgotten.

      This was not me:
      https://news.example.com/c/TOKEN/not-me

      Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, United Kingdom

      How your data is handled:
      https://harbourbooks.example/privacy
      "
    `);
  });

  it.each(languages)('says all that the button agrees to in %s', (language) => {
    const { html, text } = confirmMail({ ...view, language });
    for (const part of [html, text]) for (const sentence of view.asked) expect(part).toContain(sentence);
  });
});
