import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { running } from './running.ts';

/** A link as our mails carry it, signed with the deployment's own key. @param confirmUrl of the confirm mail */
export async function unsubscribeUrlOf(confirmUrl: string, listId: string): Promise<string> {
  const secrets = new SecretsManagerClient({});
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const link = SecretList.find(({ Name }) => Name?.includes('LinkSecret'))!;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: link.ARN }));
  const addressKey = Buffer.from(confirmUrl.split('/c/')[1]!, 'base64url').subarray(0, 16).toString('base64url');
  return `${running().publicUrl}/u/${linkTokens(linkKeys(SecretString!)).linkToken('unsubscribe', { addressKey, listId })}`;
}
