import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClient, createUser, listAuditEvents, removeUser, resetUser, whoAmI } from '#contract/clients.ts';
import { accessTokenFor, enrolAuthenticator } from '../../bin/session.ts';
import type { Credentials } from '../../bin/session.ts';
import { harbourBooks } from '#test/support/believable.ts';
import { running } from '#test/support/running.ts';
import { newClientUser, newOperator, signIn } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { totpOf } from '#test/support/totp.ts';

let operator: Api;
let clientId: string;
beforeAll(async () => {
  operator = await newOperator();
  ({ clientId } = await operator(createClient, { body: harbourBooks }));
});

const reason = 'asked for on the phone';
const pool = () => running().outputs['Assent-Service'].UserPoolClientId;
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no problem',
    (error: unknown) => (error as { problem?: { code: string } }).problem?.code,
  );

async function newUser() {
  const body = { userName: `emeka-${randomBytes(4).toString('hex')}`, displayName: 'Emeka Obi' };
  return operator(createUser, { params: { clientId }, body });
}

/** Asked for a one-time code, this person has none. */
const person = (userName: string, password: string): Credentials => ({
  userName: () => Promise.resolve(userName),
  password: () => Promise.resolve(password),
  newPassword: () => Promise.resolve(`Harbour-lantern-${randomBytes(4).toString('hex')}`),
  oneTimeCode: () => Promise.reject(new Error('asked for a one-time code')),
  firstCode: ({ secret }) => Promise.resolve(totpOf(secret)),
});

describe('a user who lost access', () => {
  it('is let in again by a new temporary password, without the lost authenticator app', async () => {
    const { userName, temporaryPassword } = await newUser();
    await enrolAuthenticator(pool(), person(userName, temporaryPassword));
    const params = { clientId, userName };
    const again = await operator(resetUser, { params, body: { reason } });
    expect(again.temporaryPassword).not.toBe(temporaryPassword);
    await expect(accessTokenFor(pool(), person(userName, temporaryPassword))).rejects.toThrow('not right');
    const user = await signIn(userName, again.temporaryPassword);
    expect(await user(whoAmI, {})).toMatchObject({ userName, clientId, resetAt: again.resetAt });
  });

  it('may never have used the password before', async () => {
    const { userName } = await newUser();
    const { temporaryPassword } = await operator(resetUser, { params: { clientId, userName }, body: { reason } });
    expect(await (await signIn(userName, temporaryPassword))(whoAmI, {})).toMatchObject({ userName });
  });

  it("is one of this client's", async () => {
    const { userName } = await newUser();
    const other = await operator(createClient, { body: harbourBooks });
    for (const route of [resetUser, removeUser])
      expect(await codeOf(operator(route, { params: { clientId: other.clientId, userName }, body: { reason } }))).toBe(
        'not_found',
      );
  });
});

describe('a user who is removed', () => {
  it('is let in no more: not by the token that it holds, nor by its password, nor by a new one', async () => {
    const { userName, temporaryPassword } = await newUser();
    const user = await signIn(userName, temporaryPassword);
    const params = { clientId, userName };
    const { removedAt } = await operator(removeUser, { params, body: { reason } });
    expect(await codeOf(user(whoAmI, {}))).toBe('unauthenticated');
    await expect(accessTokenFor(pool(), person(userName, temporaryPassword))).rejects.toThrow('could not be signed in');
    expect(await codeOf(operator(resetUser, { params, body: { reason } }))).toBe('wrong_state');
    // Again: the same, and not written down twice.
    expect((await operator(removeUser, { params, body: { reason } })).removedAt).toBe(removedAt);
    const { items } = await operator(listAuditEvents, { params: { clientId } });
    const told = items.filter(({ subject }) => subject === userName).map(({ action, reason: why }) => [action, why]);
    expect(told).toEqual([
      ['user.removed', reason],
      ['user.created', undefined],
    ]);
  });

  it('can be removed by operators alone', async () => {
    const { userName } = await newUser();
    const colleague = await newClientUser(operator, clientId);
    for (const route of [resetUser, removeUser])
      expect(await codeOf(colleague(route, { params: { clientId, userName }, body: { reason } }))).toBe('not_found');
  });
});
