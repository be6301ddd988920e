import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signingSecret } from '#contract/forwarding.ts';
import { secretVersions } from '#lambdas/forwarding/rules/secret-versions.ts';
import { webhookHeaders } from '#lambdas/forwarding/rules/webhook-headers.ts';
import { signingSecrets } from '#lambdas/forwarding/signing-secrets.ts';

const secrets = signingSecrets('a deployment secret for tests');
const endpointId = 'endpointendpoint';
const body = JSON.stringify({ type: 'endpoint.test', note: 'Zoë' });
const message = { id: '0mwvb9wdo-IHzahoH80swLlfCK', at: new Date().toISOString(), body };

describe('the signature', () => {
  it('is one that the library of the standard verifies', () => {
    const secret = secrets.of(endpointId, 1);
    expect(new Webhook(secret).verify(body, webhookHeaders(message, [secret]))).toEqual(JSON.parse(body));
  });

  it('does not verify for another body, id, time or secret', () => {
    const secret = secrets.of(endpointId, 1);
    const headers = webhookHeaders(message, [secret]);
    const verify = (text: string, changed: Record<string, string>, by = secret) =>
      new Webhook(by).verify(text, { ...headers, ...changed });
    expect(() => verify(`${body} `, {})).toThrow('No matching signature');
    expect(() => verify(body, { 'webhook-id': 'another' })).toThrow('No matching signature');
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => verify(body, { 'webhook-timestamp': later })).toThrow('No matching signature');
    expect(() => verify(body, {}, secrets.of('anotherendpoint0', 1))).toThrow('No matching signature');
  });

  it('is made with both secrets for a day after a rotation, then with the new one alone', () => {
    const rotated = { secretVersion: 2, previousSecretUntil: '2026-11-25T09:00:00.000Z' };
    const signedAt = (at: string) =>
      webhookHeaders(
        message,
        secretVersions(rotated, at).map((version) => secrets.of(endpointId, version)),
      );
    const by = (version: number, headers: Record<string, string>) =>
      new Webhook(secrets.of(endpointId, version)).verify(body, headers);
    const during = signedAt('2026-11-25T08:59:59.999Z');
    expect(by(1, during)).toEqual(by(2, during));
    const after = signedAt('2026-11-25T09:00:00.000Z');
    expect(by(2, after)).toBeTruthy();
    expect(() => by(1, after)).toThrow('No matching signature');
  });
});

describe('a signing secret', () => {
  it('is 32 bytes in the form of the standard, another for each endpoint, version and deployment', () => {
    const made = [
      secrets.of(endpointId, 1),
      secrets.of(endpointId, 2),
      secrets.of('anotherendpoint0', 1),
      signingSecrets('another deployment secret').of(endpointId, 1),
    ];
    expect(new Set(made).size).toBe(4);
    for (const secret of made) expect(signingSecret.safeParse(secret).success).toBe(true);
  });
});
