import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { addOperator } from '../../bin/commands/add-operator.ts';
import { accessTokenFor, enrolAuthenticator } from '../../bin/session.ts';
import type { Credentials } from '../../bin/session.ts';
import { assent } from '#test/support/command.ts';
import { running } from '#test/support/running.ts';
import { totpOf } from '#test/support/totp.ts';

const unique = randomBytes(4).toString('hex');
const kept = { ASSENT_USER: `operator-${unique}`, ASSENT_PASSWORD: `Harbour-lantern-${unique}` };
let pool: string;
/** What the app of this person keeps. */
let secret = '';

const person: Credentials = {
  userName: () => Promise.resolve(kept.ASSENT_USER),
  password: () => Promise.resolve(kept.ASSENT_PASSWORD),
  newPassword: () => Promise.reject(new Error('asked for a new password again')),
  oneTimeCode: () => Promise.resolve(totpOf(secret)),
  firstCode: (shown) => {
    secret = shown.secret;
    return Promise.resolve(totpOf(secret));
  },
};

beforeAll(async () => {
  pool = running().outputs['Assent-Service'].UserPoolClientId;
  const { temporaryPassword } = await addOperator(kept.ASSENT_USER, 'Noor Haddad', 'Assent-Service');
  const first = { ...kept, ASSENT_PASSWORD: temporaryPassword, ASSENT_NEW_PASSWORD: kept.ASSENT_PASSWORD };
  expect(await assent(['client', 'list'], first)).toMatchObject({ code: 0 });
});

describe('assent user totp', () => {
  it('leaves the sign-in as it was when the code is not right', async () => {
    const hasty = { ...person, firstCode: () => Promise.resolve('000000') };
    await expect(enrolAuthenticator(pool, hasty)).rejects.toThrow('the one-time code is not right, or too old');
    expect(await assent(['client', 'list'], kept)).toMatchObject({ code: 0 });
  });

  it('needs a terminal, for nobody else sees the secret', async () => {
    const { code, err } = await assent(['user', 'totp'], kept);
    expect([code, err]).toEqual([1, expect.stringContaining('run this command in one')]);
  });

  it('asks for the code of the app from then on, and lets nobody in without', async () => {
    expect(await enrolAuthenticator(pool, person)).toEqual({ userName: kept.ASSENT_USER });
    expect(await assent(['client', 'list'], kept)).toMatchObject({
      code: 1,
      err: expect.stringContaining('one-time code') as string,
    });
    const wrong = { ...person, oneTimeCode: () => Promise.resolve('000000') };
    await expect(accessTokenFor(pool, wrong)).rejects.toThrow('the one-time code is not right, or too old');
    const shell = { ...kept, ASSENT_ONE_TIME_CODE: totpOf(secret) };
    expect(await assent(['client', 'list'], shell)).toMatchObject({ code: 0, err: '' });
  });
});
