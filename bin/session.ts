import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  NotAuthorizedException,
  PasswordResetRequiredException,
  RespondToAuthChallengeCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';

/** Where to sign in. */
export interface UserPoolClientRef {
  readonly region: string;
  readonly userPoolClientId: string;
}

/** What only the person knows. Asked when it is needed, never before. */
export interface Credentials {
  readonly userName: string;
  readonly password: () => Promise<string>;
  /** For the first sign-in, which ends a temporary password. */
  readonly newPassword: () => Promise<string>;
  /** The six digits of an authenticator app. */
  readonly oneTimeCode: () => Promise<string>;
}

type Answer = Pick<InitiateAuthCommandOutput, 'AuthenticationResult' | 'ChallengeName' | 'Session'>;

/**
 * Signs in, and takes every challenge that the pool may set.
 * @returns an access token: good for a quarter of an hour, kept nowhere
 * @throws with a sentence when the person is not let in
 */
export async function accessTokenFor(at: UserPoolClientRef, who: Credentials): Promise<string> {
  // No AWS credentials: signing in is open to everybody, and the shell's own are nobody's business here.
  const cognito = new CognitoIdentityProviderClient({
    region: at.region,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const ClientId = at.userPoolClientId;
  const answerTo = async ({ ChallengeName, Session }: Answer): Promise<Answer> => {
    const more = await responseTo(ChallengeName, who);
    const ChallengeResponses = { USERNAME: who.userName, ...more };
    return cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }));
  };
  try {
    let answer: Answer = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId,
        AuthParameters: { USERNAME: who.userName, PASSWORD: await who.password() },
      }),
    );
    while (answer.ChallengeName !== undefined) answer = await answerTo(answer);
    const token = answer.AuthenticationResult?.AccessToken;
    if (token === undefined) throw new Error('the sign-in was taken and gave no token');
    return token;
  } catch (error) {
    throw sentenceFor(error, who.userName);
  }
}

async function responseTo(challenge: Answer['ChallengeName'], who: Credentials): Promise<Record<string, string>> {
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return { NEW_PASSWORD: await who.newPassword() };
    case 'SOFTWARE_TOKEN_MFA':
      return { SOFTWARE_TOKEN_MFA_CODE: await who.oneTimeCode() };
    default:
      throw new Error(
        `the sign-in asks for ${challenge}, which only the Client Center can answer: sign in there first`,
      );
  }
}

/** One sentence for a wrong name and a wrong password: which of them it was is nobody's business (SC-03). */
function sentenceFor(error: unknown, userName: string): unknown {
  if (error instanceof NotAuthorizedException || error instanceof UserNotFoundException)
    return new Error(`${userName} could not be signed in: the user name or the password is not right`);
  if (error instanceof PasswordResetRequiredException)
    return new Error(`the password of ${userName} was reset: ask an operator for a new one`);
  return error;
}
