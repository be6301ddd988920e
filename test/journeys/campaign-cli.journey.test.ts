import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assent as typed } from '#test/support/command.ts';
import { mailTo } from '#test/support/mails.ts';
import { running, seeded } from '#test/support/running.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'assent-campaign-'));
const unique = randomBytes(4).toString('hex');
const reader = `reader-${unique}@example.net`;

let environment: Record<string, string>;
let of: string[];
let listId: string;

const assent = (...args: string[]) => typed([...args, ...of], environment);

beforeAll(async () => {
  running();
  const user = seeded().users.find(({ userName }) => userName === 'emeka.obi')!;
  environment = { ASSENT_USER: user.userName, ASSENT_PASSWORD: user.password };
  of = ['--client', user.clientId!];
  const added = await assent('list', 'add', '--name', `CLI ${unique}`, '--title', 'the letter', '--json');
  ({ listId } = z.object({ listId: z.string() }).parse(JSON.parse(added.out)));
});

describe('assent campaign', { timeout: 300_000 }, () => {
  it('leads from a file of people and a file of words to a mail', async () => {
    const people = path.join(folder, 'people.csv');
    writeFileSync(people, `E-mail,First name\n${reader},Ada\nno address,Noor\n`);
    const refused = path.join(folder, 'refused.csv');
    const imported = await assent(
      ...['campaign', 'import', people, '--list', listId, '--settings', 'docs/examples/import.json'],
      ...['--mapping', 'E-mail=address', 'First name=first_name:text', '--report', refused],
    );
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toMatch(/ is done\n[^]* added +1\n[^]* refused +1\n/);
    expect(readFileSync(refused, 'utf8')).toContain('3,the address has a space in it,no address');

    const file = path.join(folder, 'letter.json');
    const draft = JSON.parse(readFileSync('docs/examples/campaign.json', 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...draft, subject: 'Last chance, {{ first_name | default: "reader" }}' }));
    const create = ['campaign', 'create', file, '--list', listId, '--domain', 'mail.assent.test', '--json'];
    const { campaignId } = z.object({ campaignId: z.string() }).parse(JSON.parse((await assent(...create)).out));

    const open = await assent('campaign', 'check', campaignId);
    expect(open.code).toBe(1);
    expect(open.out).toContain('warning  CS-21  subject');
    expect(open.out).toContain(`--override "CS-21@subject=why it is right"`);
    const refusedNow = await assent('campaign', 'schedule', campaignId);
    expect(refusedNow).toMatchObject({ code: 1, out: '' });
    const taken = await assent('campaign', 'check', campaignId, '--override', 'CS-21@subject=out of print after this');
    expect(taken.code).toBe(0);
    expect(taken.out).toContain('taken by emeka.obi: out of print after this');

    const html = path.join(folder, 'letter.html');
    const preview = await assent('campaign', 'preview', campaignId, '--out', html);
    expect(preview).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(html, 'utf8')).toContain('1 Quay Street');

    expect(await assent('campaign', 'test', campaignId, '--to', 'emeka.obi', 'nobody.here')).toMatchObject({
      code: 1,
      out: 'sent to 1\nnot to nobody.here: no such user\n',
    });

    expect((await assent('campaign', 'schedule', campaignId)).code).toBe(0);
    const watched = await assent('campaign', 'watch', campaignId);
    expect(watched).toMatchObject({ code: 0, err: '' });
    expect(watched.out).toMatch(/ is sent\n +planned +1\n +sent +1\n/);
    expect((await mailTo(reader, 'Last chance, Ada')).text).toContain('Unsubscribe');
    const report = await assent('campaign', 'report', campaignId);
    expect(report.out).toContain('taken by emeka.obi');
    expect((await assent('campaign', 'list')).out).toContain(campaignId);
  });
});

describe('assent campaign says no', () => {
  it.each([
    ['a time that is none', ['schedule', 'A'.repeat(16), '--at', 'tomorrow'], 'is not a time like'],
    ['a warning without a reason', ['check', 'A'.repeat(16), '--override', 'CS-21'], 'does not say which warning'],
    ['a campaign that is not there', ['check', 'A'.repeat(16)], 'there is no such campaign'],
    ['a file that is not there', ['create', '/nowhere.json'], 'there is no file /nowhere.json'],
  ])('to %s', async (_, args, sentence) => {
    const { code, out, err } = await assent('campaign', ...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
  });
});
