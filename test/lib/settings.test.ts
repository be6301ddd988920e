import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { settings, settingsFrom } from '#lib/settings.ts';

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
    ['mailFromDomain: is missing: the domain that mail comes from', {}],
    [`-c assent='{"mailFromDomain":"mail.example.com"}'`, undefined],
    ['logRetentionDays: is 5: 7, 14, 30 or 90', { mailFromDomain: 'mail.example.com', logRetentionDays: 5 }],
    ['mfa: is "always": "optional" or "required"', { mailFromDomain: 'mail.example.com', mfa: 'always' }],
    [
      'checkpointLock.mode: is "none": "governance", "compliance" or "off"',
      { mailFromDomain: 'mail.example.com', checkpointLock: { mode: 'none' } },
    ],
    [
      'unknown setting checkpointLock.day, did you mean checkpointLock.days?: known are checkpointLock.mode, checkpointLock.days',
      { mailFromDomain: 'mail.example.com', checkpointLock: { day: 5 } },
    ],
    ['throwAway: is "yes": true or false', { mailFromDomain: 'mail.example.com', throwAway: 'yes' }],
    [
      'region is no setting: it is that of your AWS credentials, or AWS_REGION',
      { mailFromDomain: 'mail.example.com', region: 'eu-central-1' },
    ],
  ])('say what is wrong: %s', (sentence, context) => {
    expect(() => settingsFrom(context)).toThrow(sentence);
  });
});

describe('docs/deploy.md', () => {
  const schema = z.toJSONSchema(settings, { io: 'input' });
  const rows = new Map(
    readFileSync('docs/deploy.md', 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, name, shown] = /^\| `(\w+)` +\| (.+?) +\| .+ \|$/.exec(line) ?? [];
        return name !== undefined && shown !== undefined && name in (schema.properties ?? {}) ? [[name, shown]] : [];
      }),
  );

  it.each(Object.entries(schema.properties ?? {}))('explains %s, with its default', (name, property) => {
    const shown = rows.get(name);
    if (typeof property === 'object' && property.default !== undefined)
      expect(shown).toBe(`\`${JSON.stringify(property.default)}\``);
    else expect(shown).toMatch(schema.required?.includes(name) ? /^required$/ : /^(none|`domain`)/);
  });
});

describe('a setting that is not known', () => {
  it.each([
    ['logRetention', 'logRetentionDays'],
    ['publicURL', 'publicUrl'],
    ['mailDomain', 'mailFromDomain'],
    ['throwaway', 'throwAway'],
  ])('%s is taken for %s', (written, meant) => {
    expect(() => settingsFrom({ mailFromDomain: 'mail.example.com', [written]: 1 })).toThrow(`did you mean ${meant}?`);
  });

  it('is taken for nothing when it is like none', () => {
    expect(() => settingsFrom({ mailFromDomain: 'mail.example.com', colour: 1 })).toThrow(
      /unknown setting colour: known/,
    );
  });
});

describe('a domain of one’s own', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0c5b1f1e-0000-4000-8000-000000000000';
  it.each([
    [{ domain: 'news.example.com' }, 'domain: goes with certificateArn'],
    [{ certificateArn }, 'domain: goes with certificateArn'],
    [
      { domain: 'news.example.com', certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') },
      'certificateArn: is not the ARN of a certificate in us-east-1',
    ],
  ])('needs a certificate where CloudFront looks for it: %o', (given, sentence) => {
    expect(() => settingsFrom({ mailFromDomain: 'mail.example.com', ...given })).toThrow(sentence);
  });
});

describe('a DNS server', () => {
  const given = (server: string) => () => settingsFrom({ mailFromDomain: 'mail.example.com', dnsServers: [server] });

  it.each(['10.0.0.2', '127.0.0.1:4710', 'fd00::2', '[fd00::2]:53'])('may be %s', (server) => {
    expect(given(server)).not.toThrow();
  });

  it.each(['...', '10.0.0', '1:2:3', '10.0.0.2:99999', '[10.0.0.2]:53', 'dead', '10.0.0.2:'])(
    'may not be %s',
    (server) => {
      expect(given(server)).toThrow('dnsServers.0: is not an address of a DNS server like 10.0.0.2');
    },
  );
});
