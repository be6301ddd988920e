import { describe, expect, it } from 'vitest';
import { getGrowth, getGrowthCsv } from '#contract/growth.ts';
import type { Growth } from '#contract/growth.ts';
import { rested, startedImport } from '#test/support/imports.ts';
import { preferencesUrlOf, unsubscribeUrlOf } from '#test/support/links.ts';
import { approvedClient, post, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { subscribers } from '#test/support/subscribers.ts';

const evidence = { basis: 'consent', givenAt: '2026-06-01', how: 'at the till' } as const;

describe('the growth of a list', { timeout: 240_000 }, () => {
  it('tells who came and who left, and how, a day a line', async () => {
    const operator = await newOperator();
    const clientId = await approvedClient(operator);
    const form = await publishedForm(operator, { clientId, welcomeMail: false });
    const user = await newClientUser(operator, clientId);
    const of = { clientId, listId: form.listId };
    const grown = (good: (growth: Growth) => boolean) =>
      soon(() => user(getGrowth, { params: of, query: {} }), good, 60_000);

    await subscribers(form, 30);
    // One who asks and does not confirm; one who leaves by the button; one who thinks better of it.
    await post(form.url, { email: someone(), marketing_email: 'on' });
    const [leaves, returns] = [await subscribe(form.url, someone()), await subscribe(form.url, someone())];
    await fetch(await unsubscribeUrlOf(leaves.links[0]!, form.listId), { method: 'POST' });
    await fetch(await unsubscribeUrlOf(returns.links[0]!, form.listId), { method: 'POST' });
    const preferences = await preferencesUrlOf(returns.links[0]!, form.listId);
    const ticked = new URLSearchParams({ [`${form.listId}.marketing_email`]: 'on', [`${form.listId}.shown`]: 'on' });
    expect((await fetch(preferences, { method: 'POST', body: ticked })).status).toBe(200);
    const csv = Buffer.from(`email\n${someone('till')}\n${someone('till')}\n`);
    const { status } = await rested(user, await startedImport(user, of, csv, { evidence }));
    expect(status).toBe('done');

    const { total, days, from, to } = await grown(
      ({ total: { counts } }) => counts.addedImport === 2 && counts.addedPreferences === 1 && counts.confirmed === 32,
    );
    expect(total).toEqual({
      counts: {
        ...{ requestedForm: 33, requestedApi: 0, confirmed: 32 },
        ...{ addedForm: 32, addedApi: 0, addedImport: 2, addedPreferences: 1 },
        ...{ leftOneClick: 2, leftMail: 0, leftPreferences: 0, denied: 0, expired: 0, erased: 0 },
        ...{ complained: 0, bounced: 0 },
      },
      net: 33,
    });
    // Over midnight there are two.
    expect(days.reduce((sum, { net }) => sum + net, 0)).toBe(33);
    expect(Date.parse(to) - Date.parse(from)).toBe(29 * 86_400_000);
    const table = await user(getGrowthCsv, { params: of, query: {} });
    expect(table.trim().split('\r\n')).toHaveLength(1 + days.length);

    await expect(user(getGrowth, { params: of, query: { from: '2026-11-02', to: '2026-11-01' } })).rejects.toThrow(
      'from is after to',
    );
    const foreign = { clientId: await approvedClient(operator), listId: form.listId };
    await expect(operator(getGrowth, { params: foreign, query: {} })).rejects.toThrow('list');
  });
});
