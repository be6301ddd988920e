import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkKind } from '#lambdas/platform/link-tokens.ts';
import { running } from './running.ts';

/** Links as our mails carry them, signed with the deployment's own key. @param confirmUrl of the confirm mail */
export const unsubscribeUrlOf = (confirmUrl: string, listId: string): Promise<string> =>
  linkOf('unsubscribe', 'u', confirmUrl, listId);
export const preferencesUrlOf = (confirmUrl: string, listId: string): Promise<string> =>
  linkOf('preferences', 'p', confirmUrl, listId);

async function linkOf(kind: LinkKind, path: string, confirmUrl: string, listId: string): Promise<string> {
  const secrets = new SecretsManagerClient({});
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const link = SecretList.find(({ Name }) => Name?.includes('LinkSecret'))!;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: link.ARN }));
  const addressKey = Buffer.from(confirmUrl.split('/c/')[1]!, 'base64url').subarray(0, 16).toString('base64url');
  return `${running().publicUrl}/${path}/${linkTokens(linkKeys(SecretString!)).linkToken(kind, { addressKey, listId })}`;
}
