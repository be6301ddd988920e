import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { publishedFormKey } from '#lambdas/platform/keys/directory.ts';
import { logLinesOnce } from '#test/support/logs.ts';
import { mailTo } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { post, publishedForm, someone } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

describe('what is logged', () => {
  it('holds no address, no token and no body, of requests that went well, were refused or failed', async () => {
    const operator = await newOperator();
    const form = await publishedForm(operator);
    const started = Date.now();
    const email = someone('canary');
    const viewer = '203.0.113.77';

    // Well.
    await post(form.url, { email, marketing_email: 'on' }, { viewer });
    const token = (await mailTo(email)).links[0]!.split('/c/')[1]!;
    await fetch(`${running().publicUrl}/c/${token}`, { method: 'POST', headers: { 'x-local-viewer-ip': viewer } });
    // Refused.
    await post(form.url, { email: `${email} `, marketing_email: 'off' }, { viewer });
    await fetch(`${running().publicUrl}/v1/forms/${form.formId}/subscriptions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"email":"${email}"`,
    });
    // Failed: an item that no version of ours wrote.
    const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const TableName = running().outputs['Assent-Service'].DirectoryTable;
    const Key = publishedFormKey('brokenbroken0001');
    await db.send(new PutCommand({ TableName, Item: { ...Key, v: 99, contact: email } }));
    const failing = `${running().publicUrl}/s/brokenbroken0001`;
    const broken = await fetch(failing, {
      method: 'POST',
      body: new URLSearchParams({ email, marketing_email: 'on' }),
    });
    await db.send(new DeleteCommand({ TableName, Key }));
    expect(broken.status).toBe(500);
    expect(await broken.text()).toContain('Something went wrong on our side');

    const lines = await logLinesOnce(started, (some) => some.some((line) => line.includes('request failed')));
    expect(lines.some((line) => line.includes('request failed'))).toBe(true);
    expect(lines.length).toBeGreaterThan(10);
    const secrets = [
      /@/,
      new RegExp(email.split('@')[0]!),
      new RegExp(token.slice(0, 24)),
      /203\.0\.113/,
      /marketing_email/,
    ];
    expect(lines.filter((line) => secrets.some((secret) => secret.test(line)))).toEqual([]);
  });
});
