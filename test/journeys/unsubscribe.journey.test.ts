import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { running } from '#test/support/running.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

/** A link as our mails carry it, signed with the deployment's own key. */
async function unsubscribeUrl(confirmUrl: string, listId: string): Promise<string> {
  const secrets = new SecretsManagerClient({});
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const link = SecretList.find(({ Name }) => Name?.includes('LinkSecret'))!;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: link.ARN }));
  const addressKey = Buffer.from(confirmUrl.split('/c/')[1]!, 'base64url').subarray(0, 16).toString('base64url');
  return `${running().publicUrl}/u/${linkTokens(linkKeys(SecretString!)).linkToken('unsubscribe', { addressKey, listId })}`;
}

const countItems = async () => {
  const db = new DynamoDBClient({});
  const tables = [running().outputs['Assent-Service'].DirectoryTable.replace(/DirectoryTable.*/, '')];
  const { ListTablesCommand } = await import('@aws-sdk/client-dynamodb');
  const { TableNames = [] } = await db.send(new ListTablesCommand({}));
  const kept = TableNames.filter((name) => name.startsWith(tables[0]!) && /Ledger|Consent/.test(name));
  const counts = await Promise.all(kept.map((TableName) => db.send(new ScanCommand({ TableName, Select: 'COUNT' }))));
  return counts.reduce((sum, { Count = 0 }) => sum + Count, 0);
};

let url: string;

beforeAll(async () => {
  const operator = await newOperator();
  const form = await publishedForm(operator);
  const { links } = await subscribe(form.url, someone('noor'));
  url = await unsubscribeUrl(links[0]!, form.listId);
});

describe('GET /u/{token}', () => {
  it('shows one button and changes nothing, however often it is followed', async () => {
    const before = await countItems();
    for (let count = 0; count < 5; count++)
      expect(await (await fetch(url)).text()).toContain('Stop all mail from Harbour Books?');
    expect(await countItems()).toBe(before);
  });
});

describe('POST /u/{token}', () => {
  it('stops everything at once, without a browser, redirect or cookie (RFC 8058), and writes one event', async () => {
    const before = await countItems();
    const posts: RequestInit[] = [
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' },
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      },
      { headers: { 'content-type': 'text/odd', 'user-agent': '' }, body: 'whatever' },
      {},
    ];
    for (const each of posts) {
      const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...each });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.text()).toContain('Harbour Books will not write to you again');
    }
    expect(await countItems()).toBe(before + 1);
  });

  it('knows nothing of a link with one character changed', async () => {
    const altered = url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A');
    expect((await fetch(altered, { method: 'POST' })).status).toBe(404);
  });
});
