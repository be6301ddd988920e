import { describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import { welcomeMail } from '#lambdas/sign-up/mails/welcome-mail.ts';
import type { WelcomeMailView } from '#lambdas/sign-up/mails/welcome-mail.ts';
import { track } from '#local/ses/tracking.ts';

const countries = { en: 'United Kingdom', de: 'Vereinigtes Königreich', fr: 'Royaume-Uni', es: 'Reino Unido' };

const view: WelcomeMailView = {
  language: 'en',
  brand: 'Harbour Books',
  legalName: 'Harbour Books Ltd',
  postalAddress: { street: '1 Quay Street', postalCode: 'YO21 1AA', city: 'Whitby', country: 'GB' },
  accentColour: '#0b6e99',
  listTitle: 'the Harbour Books letter',
  agreed: ['Send me the Harbour Books letter.', 'You may count whether I open it.'],
  frequency: 'about once a month',
  site: 'harbourbooks.example',
  confirmedAt: '2026-11-24T09:00:00.000Z',
  preferencesUrl: 'https://news.example.com/p/TOKEN',
  unsubscribeUrl: 'https://news.example.com/u/TOKEN',
  privacyUrl: 'https://harbourbooks.example/privacy',
};

describe('the welcome mail', () => {
  it('reads like this', () => {
    const { subject, text } = welcomeMail(view);
    expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
      "You are signed up: the Harbour Books letter

      Harbour Books

      Thank you. On 24 November 2026 you confirmed that Harbour Books may send you the Harbour Books letter. This is what you agreed to:

      - Send me the Harbour Books letter.
      - You may count whether I open it.

      Harbour Books writes about once a month.

      Change what you get:
      https://news.example.com/p/TOKEN

      You get this mail because you signed up on harbourbooks.example and pressed the button in the mail that followed.

      Unsubscribe from everything from Harbour Books:
      https://news.example.com/u/TOKEN

      How your data is handled:
      https://harbourbooks.example/privacy

      Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, United Kingdom
      "
    `);
  });

  it('looks like this', () => {
    expect(welcomeMail(view).html).toMatchInlineSnapshot(`
      "<!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>You are signed up: the Harbour Books letter</title></head>
      <body style="margin:0;padding:0">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">
      <p style="margin:0 0 24px;font-weight:650">Harbour Books</p>
      <p style="margin:0 0 24px">Thank you. On 24 November 2026 you confirmed that Harbour Books may send you the Harbour Books letter. This is what you agreed to:</p>
      <ul style="margin:0 0 24px;padding-left:20px"><li style="margin:0 0 4px">Send me the Harbour Books letter.</li><li style="margin:0 0 4px">You may count whether I open it.</li></ul>
      <p style="margin:0 0 24px">Harbour Books writes about once a month.</p>
      <p style="margin:0 0 16px"><a ses:no-track href="https://news.example.com/p/TOKEN" style="display:block;padding:14px 16px;text-align:center;font-weight:650;text-decoration:none;border-radius:6px;color:#ffffff;background:#0b6e99">Change what you get</a></p>
      <p style="margin:0 0 24px;font-size:14px;word-break:break-all">https://news.example.com/p/TOKEN</p>
      <div style="padding-top:16px;border-top:1px solid #8a8378;font-size:14px">
      <p style="margin:0 0 8px">You get this mail because you signed up on harbourbooks.example and pressed the button in the mail that followed.</p>
      <p style="margin:0 0 8px"><a ses:no-track href="https://news.example.com/u/TOKEN" style="color:inherit">Unsubscribe from everything from Harbour Books</a></p>
      <p style="margin:0 0 8px"><a ses:no-track href="https://harbourbooks.example/privacy" style="color:inherit">How your data is handled</a></p>
      <p style="margin:0 0 8px">Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, United Kingdom</p>
      </div>
      </td></tr></table>
      </td></tr></table>
      </body></html>
      "
    `);
  });

  it.each(languages)('says all of it in %s', (language) => {
    const { html, text } = welcomeMail({ ...view, language });
    for (const part of [html, text]) {
      for (const sentence of view.agreed) expect(part).toContain(sentence);
      expect(part).toContain('https://news.example.com/p/TOKEN');
      expect(part).toContain('https://news.example.com/u/TOKEN');
      expect(part).toContain(`Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, ${countries[language]}`); // CS-04
      expect(part).toContain('harbourbooks.example');
    }
    expect(html).toContain(`<html lang="${language}">`);
  });

  it('lets no link that stops, changes or explains lead through the tracker, be the mail counted or not (CS-05, CS-06)', () => {
    const { html } = track(welcomeMail(view).html, 'https://tracker.example', { opens: true, clicks: true });
    const links = [...html.matchAll(/<a\b[^>]* href="([^"]+)"/g)].map(([, href]) => href);
    expect(links).toEqual([view.preferencesUrl, view.unsubscribeUrl, view.privacyUrl]);
    // SES takes its own attribute out: a reader never sees it.
    expect(html).not.toContain('ses:');
  });

  it('takes nothing of what a client wrote for markup', () => {
    const { html } = welcomeMail({ ...view, brand: '<b>Books</b>', agreed: ['"Send" <me> mail & more'] });
    expect(html).not.toMatch(/<b>Books|<me>/);
  });
});
