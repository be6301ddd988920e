import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { randomInt } from 'node:crypto';
import { lazily } from '#lambdas/platform/lazily.ts';

type Group = 'operator' | 'client';

/** The user pool. */
export interface SignIns {
  /** Makes the user, in its group; said twice it is the same. @returns the temporary password, or undefined when the name is taken */
  create(userName: string, group: Group): Promise<string | undefined>;
  /**
   * A new temporary password, whatever became of the one before; sessions end, and an authenticator app is forgotten. Makes the
   * log-in where there is none. @returns the temporary password
   */
  reset(userName: string, group: Group): Promise<string>;
  /** Lets nobody in by it any more; said twice it is the same. */
  disable(userName: string): Promise<void>;
}

export function cognitoSignIns(userPoolId: () => string): SignIns {
  const cognito = lazily(() => new CognitoIdentityProviderClient({}));
  const signIns: SignIns = {
    async create(Username, GroupName) {
      const UserPoolId = userPoolId();
      const TemporaryPassword = temporaryPassword();
      try {
        await cognito().send(
          new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword, MessageAction: 'SUPPRESS' }),
        );
      } catch (error) {
        if (error instanceof UsernameExistsException) return undefined;
        throw error;
      }
      await cognito().send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
      return TemporaryPassword;
    },
    async reset(Username, group) {
      const user = { UserPoolId: userPoolId(), Username };
      const Password = temporaryPassword();
      try {
        await cognito().send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: false }));
      } catch (error) {
        const made = error instanceof UserNotFoundException ? await signIns.create(Username, group) : undefined;
        if (made === undefined) throw error;
        return made;
      }
      const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
      await cognito().send(new AdminSetUserMFAPreferenceCommand({ ...user, SoftwareTokenMfaSettings }));
      await cognito().send(new AdminUserGlobalSignOutCommand(user));
      return Password;
    },
    async disable(Username) {
      try {
        await cognito().send(new AdminDisableUserCommand({ UserPoolId: userPoolId(), Username }));
      } catch (error) {
        // No log-in was ever made for it: nothing is left to close.
        if (!(error instanceof UserNotFoundException)) throw error;
      }
    },
  };
  return signIns;
}

const kinds = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+:=?'] as const;

/** 20 characters, all four kinds that the pool asks for; look-alikes are left out, for somebody types it. */
export function temporaryPassword(): string {
  const pick = (alphabet: string): string => alphabet.charAt(randomInt(alphabet.length));
  const characters = [...kinds.map(pick), ...Array.from({ length: 16 }, () => pick(kinds.slice(0, 3).join('')))];
  return characters
    .map((character) => ({ character, order: randomInt(2 ** 32) }))
    .sort((one, other) => one.order - other.order)
    .map(({ character }) => character)
    .join('');
}
