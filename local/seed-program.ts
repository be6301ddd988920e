import { writeFileSync } from 'node:fs';
import { accessTokenFor } from '../bin/session.ts';
import { addOperator } from '../bin/commands/add-operator.ts';
import { approveClient, createClient, createUser } from '#contract/clients.ts';
import { apiClient } from '#contract/client.ts';
import { createEndpoint } from '#contract/forwarding.ts';
import { createForm, createList, publishForm } from '#contract/sign-up.ts';
import { temporaryPassword } from '#lambdas/clients/sign-ins.ts';
import { running } from '#test/support/running.ts';
import { subscribe } from '#test/support/set-up.ts';
import { seedClients, seedOperator } from './seed-data.ts';
import type { SeedClient } from './seed-data.ts';

/**
 * `seed-program.ts FILE`: fills a local cloud as people would, through the API and the public pages, and writes to FILE what
 * running.json is to tell of it (local/README.md).
 */
const { publicUrl, outputs, webhookReceiver } = running();
const { UserPoolClientId: userPoolClientId } = outputs['Assent-Service'];

const added = await addOperator(seedOperator.userName, seedOperator.displayName, 'Assent-Service');
const operatorPassword = temporaryPassword();
const token = await firstSignIn({ ...added, password: operatorPassword });
const api = apiClient({ baseUrl: publicUrl, accessToken: () => token });

const seeded = await Promise.all(seedClients.map(seedOne));
const [, , file = 'seeded.json'] = process.argv;
writeFileSync(
  file,
  JSON.stringify({
    users: [
      { ...seedOperator, password: operatorPassword, role: 'operator' },
      ...seeded.map(({ user }) => ({ ...user, role: 'client' })),
    ],
    clients: seeded.map(({ client }) => client),
    lists: seeded.map(({ list }) => list),
    forms: seeded.flatMap(({ forms }) => forms),
    endpoints: seeded.map(({ endpoint }) => endpoint),
  }),
  // Passwords are in it.
  { mode: 0o600 },
);

async function seedOne(wanted: SeedClient) {
  const { clientId, brand } = await api(createClient, { body: wanted.client });
  const params = { clientId };
  await api(approveClient, { params, body: { reason: 'a client of the local cloud' } });
  const { userName, displayName, temporaryPassword: first } = await api(createUser, { params, body: wanted.user });
  const password = temporaryPassword();
  await firstSignIn({ userName, temporaryPassword: first, password });
  const { listId, name, title } = await api(createList, { params, body: wanted.list });
  const endpoint = await seedEndpoint(clientId, brand);
  const forms = [];
  for (const content of wanted.forms) {
    const { formId } = await api(createForm, { params, body: { ...content, listId } });
    const { url, noticeId } = await api(publishForm, { params: { clientId, formId } });
    forms.push({ formId, noticeId, clientId, listId, name: content.name, language: content.language, url });
  }
  const [page] = forms;
  if (page) await Promise.all(wanted.subscribers.map(({ address }) => subscribe(page.url, address)));
  return {
    client: { clientId, brand },
    user: { userName, displayName, password, clientId },
    list: { listId, clientId, name, title },
    forms,
    endpoint,
  };
}

/** The client's own server is the receiver of the local cloud, which is told the secret to verify with. */
async function seedEndpoint(clientId: string, brand: string) {
  const url = `${webhookReceiver.url}/hooks/${brand.toLowerCase().replaceAll(' ', '-')}`;
  const body = { url, description: `The server of ${brand}` };
  const reason = 'the receiver of the local cloud';
  const { endpointId, secret } = await api(createEndpoint, { params: { clientId }, body, reason });
  await fetch(url, { method: 'PUT', body: JSON.stringify({ secrets: [secret] }) });
  return { endpointId, clientId, url, secret };
}

/** Ends the temporary password, so that people can try the one of running.json at once. @returns an access token */
function firstSignIn(user: { userName: string; temporaryPassword: string; password: string }): Promise<string> {
  const notHere = () => Promise.reject(new Error(`${user.userName} is asked for a one-time code at the first sign-in`));
  return accessTokenFor(userPoolClientId, {
    userName: () => Promise.resolve(user.userName),
    password: () => Promise.resolve(user.temporaryPassword),
    newPassword: () => Promise.resolve(user.password),
    oneTimeCode: notHere,
    firstCode: notHere,
  });
}
