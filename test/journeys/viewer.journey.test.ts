import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import { deployment } from '../../bin/deployed.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { rateKey } from '#lambdas/platform/keys/ephemeral.ts';
import { networkOf } from '#lambdas/platform/visitor.ts';
import { running } from '#test/support/running.ts';
import { network, post, publishedForm, someone } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

let url: string;
let keys: AddressKeys;
let ephemeral: string;

beforeAll(async () => {
  ({ url } = await publishedForm(await newOperator()));
  const { Data } = await deployment('Assent-');
  const physical = (name: string) => Data!.resources.find((each) => each.name === name)!.physicalId;
  const asked = new GetSecretValueCommand({ SecretId: physical('AddressSecret') });
  keys = addressKeys((await new SecretsManagerClient({}).send(asked)).SecretString!);
  ephemeral = physical('EphemeralTable');
});

/** Whether a sign-up was put down to the network of this address. */
async function counted(address: string): Promise<boolean> {
  const now = new Date().toISOString();
  const Key = rateKey(keys.networkOfDay(now.slice(0, 10), networkOf(address)!), now.slice(0, 13));
  const { Item } = await documentClient().send(new GetCommand({ TableName: ephemeral, Key, ConsistentRead: true }));
  return Item !== undefined;
}

async function signUp(at: string, posted: Parameters<typeof post>[2]) {
  expect((await post(at, { email: someone(), marketing_email: 'on' }, posted)).status).toBeLessThan(400);
}

it('a visitor of the distribution is known by where they come from', async () => {
  const viewer = network();
  await signUp(url, { viewer });
  expect(await counted(viewer)).toBe(true);
});

it('who calls the API directly cannot pose as somebody else', async () => {
  const { endpoint, outputs, publicUrl } = running();
  const direct = url.replace(publicUrl, `${endpoint}/_aws/execute-api/${outputs['Assent-Service'].ApiId}/$default`);
  const forged = network();
  await signUp(direct, { headers: { 'x-assent-viewer': forged, 'x-assent-origin': 'guessed' } });
  expect(await counted(forged)).toBe(false);
  expect(await counted('127.0.0.1')).toBe(true);
});

it('a visitor who sends the header through the distribution is known by where they come from all the same', async () => {
  const [viewer, forged] = [network(), network()];
  await signUp(url, { viewer, headers: { 'x-assent-viewer': forged } });
  expect(await counted(viewer)).toBe(true);
  expect(await counted(forged)).toBe(false);
});
