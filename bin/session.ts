import {
  AssociateSoftwareTokenCommand,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  EnableSoftwareTokenMFAException,
  InitiateAuthCommand,
  InvalidPasswordException,
  NotAuthorizedException,
  PasswordResetRequiredException,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  UserNotFoundException,
  VerifySoftwareTokenCommand,
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
  /** Shows a secret that was made just now; gives the six digits that an app makes of it. */
  readonly firstCode: (secret: AuthenticatorSecret) => Promise<string>;
}

/** What an authenticator app is given, once. */
export interface AuthenticatorSecret {
  /** In base32, to type. */
  readonly secret: string;
  /** The same, to open or to make a picture of. */
  readonly url: string;
}

/** The part of Cognito that people sign in with. */
export type Cognito = Pick<CognitoIdentityProviderClient, 'send'>;

type Answer = Pick<InitiateAuthCommandOutput, 'AuthenticationResult' | 'ChallengeName' | 'Session'>;

/** Signing in is open to everybody: the shell's own AWS credentials are nobody's business here. */
const openCognito = (): Cognito =>
  new CognitoIdentityProviderClient({ credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });

/**
 * Signs in, and takes every challenge that the pool may set.
 * @returns an access token: good for a quarter of an hour, kept nowhere
 * @throws with a sentence when the person is not let in
 */
export async function accessTokenFor(ClientId: string, who: Credentials, cognito = openCognito()): Promise<string> {
  const USERNAME = await who.userName();
  const answerTo = async (asked: Answer): Promise<Answer> => {
    const { ChallengeName } = asked;
    const { Session, ...response } = await responseTo(asked, USERNAME, who, cognito);
    const ChallengeResponses = { USERNAME, ...response };
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

/**
 * Signs in, and from the next time on asks for the code of an authenticator app as well.
 * @returns whose it is
 * @throws with a sentence when the code is not right: everything then is as before
 */
export async function enrolAuthenticator(ClientId: string, who: Credentials, cognito = openCognito()) {
  const userName = await who.userName();
  const AccessToken = await accessTokenFor(ClientId, { ...who, userName: () => Promise.resolve(userName) }, cognito);
  try {
    await verified(userName, { AccessToken }, who, cognito);
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  } catch (error) {
    throw sentenceFor(error, userName);
  }
  return { userName };
}

/** The answer to a challenge, and the session that it is given in. */
async function responseTo(
  { ChallengeName, Session }: Answer,
  userName: string,
  who: Credentials,
  cognito: Cognito,
): Promise<Record<string, string | undefined>> {
  switch (ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      return { Session, NEW_PASSWORD: await who.newPassword() };
    case 'SOFTWARE_TOKEN_MFA':
      return { Session, SOFTWARE_TOKEN_MFA_CODE: await who.oneTimeCode() };
    case 'MFA_SETUP':
      // Where a second factor is demanded, this is how everybody's first sign-in ends.
      return { Session: await verified(userName, { Session }, who, cognito) };
    default:
      throw new Error(`the sign-in asks for ${ChallengeName}, which this command cannot answer`);
  }
}

/** Has a secret made, shown, and proved by a code. @returns the session to go on with, where it was in one */
async function verified(
  userName: string,
  given: { readonly AccessToken: string } | { readonly Session: string | undefined },
  who: Credentials,
  cognito: Cognito,
): Promise<string | undefined> {
  const { SecretCode, Session } = await cognito.send(new AssociateSoftwareTokenCommand(given));
  if (SecretCode === undefined) throw new Error('no secret was made for the authenticator app');
  const UserCode = await who.firstCode({ secret: SecretCode, url: urlOf(userName, SecretCode) });
  const proof = 'AccessToken' in given ? given : { Session };
  const { Status, Session: next } = await cognito.send(new VerifySoftwareTokenCommand({ ...proof, UserCode }));
  if (Status !== 'SUCCESS') throw new Error(wrongCode);
  return next;
}

/** As authenticator apps read it: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const urlOf = (userName: string, secret: string): string =>
  `otpauth://totp/Assent:${encodeURIComponent(userName)}?secret=${secret}&issuer=Assent`;

const wrongCode = 'the one-time code is not right, or too old';

/** One sentence for a wrong name and a wrong password: which of them it was is nobody's business (SC-03). */
function sentenceFor(error: unknown, userName: string): unknown {
  const sentence = (text: string) => new Error(text, { cause: error });
  if (error instanceof NotAuthorizedException || error instanceof UserNotFoundException)
    return sentence(`${userName} could not be signed in: the user name or the password is not right`);
  if (error instanceof CodeMismatchException || error instanceof EnableSoftwareTokenMFAException)
    return sentence(wrongCode);
  if (error instanceof InvalidPasswordException)
    return sentence('the new password is too weak: 14 characters or more, with a-z, A-Z, 0-9 and one of !#%+:=?');
  if (error instanceof PasswordResetRequiredException)
    return sentence(`the password of ${userName} was reset: ask an operator for a new one`);
  return error;
}
