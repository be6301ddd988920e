import { describe, expect, it } from 'vitest';
import { settingsFrom } from '#lib/settings.ts';

describe('settings', () => {
  it('have defaults for everything but the domain that mail comes from', () => {
    expect(settingsFrom({ mailFromDomain: 'mail.example.com' })).toMatchObject({
      throwAway: false,
      mfa: 'optional',
      proofOfWork: 'on',
      dnsServers: [],
      footLine: 'Sent with Assent',
      privateWebhookHosts: [],
    });
  });

  it('may come as JSON, from the command line', () => {
    expect(settingsFrom('{"mailFromDomain":"mail.example.com","throwAway":true}')).toMatchObject({ throwAway: true });
  });

  it.each([
    ['unknown setting colour: known are mailFromDomain', { mailFromDomain: 'mail.example.com', colour: 'red' }],
    ['mailFromDomain: is not a domain like mail.example.com', { mailFromDomain: 'hello' }],
    [
      'publicUrl: is not an address like https://news.example.com',
      { mailFromDomain: 'mail.example.com', publicUrl: 'news' },
    ],
    ['is neither an object nor JSON', 'mailFromDomain=x'],
  ])('say what is wrong: %s', (sentence, context) => {
    expect(() => settingsFrom(context)).toThrow(sentence);
  });
});
