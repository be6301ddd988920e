import { createHmac } from 'node:crypto';

/**
 * Standard Webhooks 1.0: who has the secret can tell that a body is ours and when it was sent. Every secret that is good
 * now signs, so that a receiver may change over whenever it likes.
 * @param secrets `whsec_…`, newest first
 */
export function webhookHeaders(
  message: { readonly id: string; readonly at: string; readonly body: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(Date.parse(message.at) / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'user-agent': 'Assent-Webhooks/1.0',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

export const secretPrefix = 'whsec_';
