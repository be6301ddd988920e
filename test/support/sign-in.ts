import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { randomBytes } from 'node:crypto';
import { addOperator } from '../../bin/commands/add-operator.ts';
import { createUser } from '#contract/clients.ts';
import { apiClient } from '#contract/client.ts';
import { running } from './running.ts';

export type Api = ReturnType<typeof apiClient>;

/** The API as a person who has just signed in for the first time and set a password of their own. */
export async function signIn(userName: string, temporaryPassword: string): Promise<Api> {
  const token = await accessTokenOf(userName, temporaryPassword);
  return apiClient({ baseUrl: running().publicUrl, accessToken: () => token });
}

/** What a browser holds after the first sign-in. */
export async function accessTokenOf(userName: string, temporaryPassword: string): Promise<string> {
  const { outputs } = running();
  const ClientId = outputs['Assent-Service'].UserPoolClientId;
  const cognito = new CognitoIdentityProviderClient({});
  const asked = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: userName, PASSWORD: temporaryPassword },
    }),
  );
  if (asked.ChallengeName !== 'NEW_PASSWORD_REQUIRED')
    throw new Error(`expected to be asked for a new password, got ${asked.ChallengeName}`);
  const { AuthenticationResult } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: asked.ChallengeName,
      Session: asked.Session,
      ChallengeResponses: { USERNAME: userName, NEW_PASSWORD: `Long-enough-${randomBytes(9).toString('hex')}` },
    }),
  );
  return AuthenticationResult!.AccessToken!;
}

const unique = () => randomBytes(4).toString('hex');

export async function newOperator(): Promise<Api> {
  running();
  const { userName, temporaryPassword } = await addOperator(`operator-${unique()}`, 'Noor Haddad', 'Assent-Service');
  return signIn(userName, temporaryPassword);
}

export async function newClientUser(operator: Api, clientId: string): Promise<Api> {
  const { userName, temporaryPassword } = await operator(createUser, {
    params: { clientId },
    body: { userName: `user-${unique()}`, displayName: 'Emeka Obi' },
  });
  return signIn(userName, temporaryPassword);
}
