import { CognitoIdentityProviderClient, CodeMismatchException } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accessTokenFor } from '../../bin/session.ts';
import type { AuthenticatorSecret, Credentials } from '../../bin/session.ts';
import { totpOf } from '#test/support/totp.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** A pool that demands a second factor, answering as Cognito does: the emulator skips this after a temporary password. */
function demandingPool() {
  const answers: Record<string, (input: Record<string, unknown>) => object> = {
    InitiateAuthCommand: () => ({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'one' }),
    AssociateSoftwareTokenCommand: ({ Session }) => {
      expect(Session).toBe('two');
      return { SecretCode: secret, Session: 'three' };
    },
    VerifySoftwareTokenCommand: ({ Session, UserCode }) => {
      expect(Session).toBe('three');
      if (UserCode !== totpOf(secret)) throw new CodeMismatchException({ message: 'no', $metadata: {} });
      return { Status: 'SUCCESS', Session: 'four' };
    },
    RespondToAuthChallengeCommand: ({ ChallengeName, Session, ChallengeResponses }) => {
      if (ChallengeName === 'NEW_PASSWORD_REQUIRED') return { ChallengeName: 'MFA_SETUP', Session: 'two' };
      expect({ ChallengeName, Session, ChallengeResponses }).toEqual({
        ChallengeName: 'MFA_SETUP',
        Session: 'four',
        ChallengeResponses: { USERNAME: 'ada.byron' },
      });
      return { AuthenticationResult: { AccessToken: 'token' } };
    },
  };
  const cognito = new CognitoIdentityProviderClient({ region: 'eu-central-1' });
  cognito.middlewareStack.add(
    (_, { commandName = '' }) =>
      ({ input }) =>
        Promise.resolve({ response: {}, output: { $metadata: {}, ...answers[commandName]!({ ...input }) } }),
    { step: 'initialize' },
  );
  return cognito;
}

const ada = (firstCode: Credentials['firstCode']): Credentials => ({
  userName: () => Promise.resolve('ada.byron'),
  password: () => Promise.resolve('temporary'),
  newPassword: () => Promise.resolve('Harbour-lantern-1'),
  oneTimeCode: () => Promise.reject(new Error('asked for a code of an app that is not set up')),
  firstCode,
});

describe('the first sign-in where a second factor is demanded', () => {
  it('sets up an authenticator app, and lets in who has the code', async () => {
    const shown: AuthenticatorSecret[] = [];
    const who = ada((given) => {
      shown.push(given);
      return Promise.resolve(totpOf(given.secret));
    });
    expect(await accessTokenFor('client', who, demandingPool())).toBe('token');
    expect(shown).toEqual([{ secret, url: `otpauth://totp/Assent:ada.byron?secret=${secret}&issuer=Assent` }]);
  });

  it('says of a wrong code that it is wrong', async () => {
    const who = ada(() => Promise.resolve('000000'));
    await expect(accessTokenFor('client', who, demandingPool())).rejects.toThrow('the one-time code is not right');
  });
});

it('makes codes as RFC 6238 says', () => {
  // Its appendix B has eight digits; six are the last of them.
  expect(totpOf('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000)).toBe('287082');
});
