import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listUsers } from '#contract/clients.ts';
import { apiClient } from '#contract/client.ts';
import { accessTokenFor } from '../../bin/session.ts';
import { running, seeded } from '#test/support/running.ts';

const neverAsked = () => Promise.reject(new Error('a seeded user is asked for a password alone'));

function tokenOf({ userName, password }: { userName: string; password: string }) {
  return accessTokenFor(running().outputs['Assent-Service'].UserPoolClientId, {
    userName: () => Promise.resolve(userName),
    password: () => Promise.resolve(password),
    newPassword: neverAsked,
    oneTimeCode: neverAsked,
    firstCode: neverAsked,
  });
}

describe('what running.json tells', () => {
  it('lets everybody sign in at once, with the password that stands there', async () => {
    for (const user of seeded().users) {
      const token = await tokenOf(user);
      const call = apiClient({ baseUrl: running().publicUrl, accessToken: () => token });
      for (const { clientId } of seeded().clients)
        if (user.role === 'operator' || user.clientId === clientId)
          expect((await call(listUsers, { params: { clientId } })).items).toHaveLength(1);
    }
  });

  it('is for one user of the machine alone, as is every file with a password', () => {
    const folder = path.dirname(process.env.ASSENT_RUNNING ?? '');
    const found = readdirSync(folder).filter((name) => ['running.json', 'env.sh', 'seeded.json'].includes(name));
    expect(found.sort()).toEqual(['env.sh', 'running.json']);
    for (const name of found) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('names pages that answer, in more than one language', async () => {
    const pages = await Promise.all(seeded().forms.map(async ({ url }) => (await fetch(url)).text()));
    expect(pages).toEqual(
      seeded().forms.map(({ language }) => expect.stringContaining(`lang="${language}"`) as string),
    );
    expect(new Set(seeded().forms.map(({ language }) => language)).size).toBeGreaterThan(1);
    expect(new Set(seeded().clients.map(({ brand }) => brand))).toEqual(new Set(['Harbour Books', 'Acme Coffee']));
  });
});
