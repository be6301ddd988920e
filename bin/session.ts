import {
  CodeMismatchException,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  InvalidPasswordException,
  NotAuthorizedException,
  PasswordResetRequiredException,
  RespondToAuthChallengeCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';

/** What only the person knows. Asked when it is needed, never before. */
export interface Credentials {
  readonly userName: () => Promise<string>;
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
export async function accessTokenFor(ClientId: string, who: Credentials): Promise<string> {
  // Signing in is open to everybody: the shell's own AWS credentials are nobody's business here.
  const cognito = new CognitoIdentityProviderClient({ credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
  const USERNAME = await who.userName();
  const answerTo = async ({ ChallengeName, Session }: Answer): Promise<Answer> => {
    const ChallengeResponses = { USERNAME, ...(await responseTo(ChallengeName, who)) };
    return cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }));
  };
  const AuthParameters = { USERNAME, PASSWORD: await who.password() };
  try {
    let answer: Answer = await cognito.send(
      new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters }),
    );
    while (answer.ChallengeName !== undefined) answer = await answerTo(answer);
    const token = answer.AuthenticationResult?.AccessToken;
    if (token === undefined) throw new Error('the sign-in was taken and gave no token');
    return token;
  } catch (error) {
    throw sentenceFor(error, USERNAME);
  }
}

async function responseTo(challenge: Answer['ChallengeName'], who: Credentials): Promise<Record<string, string>> {
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return { NEW_PASSWORD: await who.newPassword() };
    case 'SOFTWARE_TOKEN_MFA':
      return { SOFTWARE_TOKEN_MFA_CODE: await who.oneTimeCode() };
    default:
      throw new Error(`the sign-in asks for ${challenge}, which this command cannot answer`);
  }
}

/** One sentence for a wrong name and a wrong password: which of them it was is nobody's business (SC-03). */
function sentenceFor(error: unknown, userName: string): unknown {
  const sentence = (text: string) => new Error(text, { cause: error });
  if (error instanceof NotAuthorizedException || error instanceof UserNotFoundException)
    return sentence(`${userName} could not be signed in: the user name or the password is not right`);
  if (error instanceof CodeMismatchException) return sentence('the one-time code is not right, or too old');
  if (error instanceof InvalidPasswordException)
    return sentence('the new password is too weak: 14 characters or more, with a-z, A-Z, 0-9 and one of !#%+:=?');
  if (error instanceof PasswordResetRequiredException)
    return sentence(`the password of ${userName} was reset: ask an operator for a new one`);
  return error;
}
