import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { setting } from './environment.ts';
import { lazily, lazilyAsync } from './lazily.ts';

const client = lazily(() => new SecretsManagerClient({}));

/** Read once per process. @throws when the secret is not there or may not be read */
const secretNamed = (variable: string) =>
  lazilyAsync(async () => {
    const { SecretString } = await client().send(new GetSecretValueCommand({ SecretId: setting(variable) }));
    if (!SecretString) throw new Error(`the secret that ${variable} names is empty`);
    return SecretString;
  });

/** Keys addresses to opaque hashes and seals personal details. Never rotated: see docs/decisions. */
export const addressSecret = secretNamed('ADDRESS_SECRET');
/** JSON of key id → key; old ones go on verifying links (CS-06). */
export const linkSecret = secretNamed('LINK_SECRET');
/** Makes the signing secrets of webhook endpoints. */
export const webhookSecret = secretNamed('WEBHOOK_SECRET');
/** What CloudFront adds to show that a request came through it. */
export const originSecret = secretNamed('ORIGIN_SECRET');
