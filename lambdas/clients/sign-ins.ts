import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { randomInt } from 'node:crypto';
import { lazily } from '#lambdas/platform/lazily.ts';

/** The user pool. */
export interface SignIns {
  /** Makes the user, in its group; said twice it is the same. @returns the temporary password, or undefined when the name is taken */
  create(userName: string, group: 'operator' | 'client'): Promise<string | undefined>;
}

export function cognitoSignIns(userPoolId: () => string): SignIns {
  const cognito = lazily(() => new CognitoIdentityProviderClient({}));
  return {
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
  };
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
