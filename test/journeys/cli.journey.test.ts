import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assent as typed } from '#test/support/command.ts';
import { letterForm } from '#test/support/believable.ts';
import { running } from '#test/support/running.ts';

const unique = randomBytes(4).toString('hex');
const operator = { ASSENT_USER: `operator-${unique}`, ASSENT_PASSWORD: `Harbour-lantern-${unique}` };

const assent = (args: readonly string[], environment = operator, input = '') => typed(args, environment, input);

/** What `--json` gave. @throws when the command failed */
async function json<S extends z.ZodType>(shape: S, ...args: string[]): Promise<z.output<S>> {
  const { code, out, err } = await assent([...args, '--json']);
  if (code !== 0) throw new Error(err);
  return shape.parse(JSON.parse(out));
}

const clientOptions = [
  ['--legal-name', 'Acme Coffee GmbH'],
  ['--brand', 'Acme Coffee'],
  ['--street', 'Speicherweg 4'],
  ['--postal-code', '20457'],
  ['--city', 'Hamburg'],
  ['--country', 'DE'],
  ['--website', 'https://acmecoffee.example'],
  ['--privacy-url', 'https://acmecoffee.example/datenschutz'],
  ['--contact-name', 'Lena Vogel'],
  ['--contact-address', 'moin@acmecoffee.example'],
  ['--accepted-by', 'Lena Vogel'],
].flat();

let clientId: string;

beforeAll(async () => {
  running();
  const added = await assent(['operator', 'add', operator.ASSENT_USER, '--name', 'Noor Haddad', '--json']);
  const { temporaryPassword } = z.object({ temporaryPassword: z.string() }).parse(JSON.parse(added.out));
  const first = { ...operator, ASSENT_PASSWORD: temporaryPassword, ASSENT_NEW_PASSWORD: operator.ASSENT_PASSWORD };
  expect(await assent(['client', 'list'], first)).toMatchObject({ code: 0, err: '' });
  ({ clientId } = await json(z.object({ clientId: z.string() }), 'client', 'add', ...clientOptions));
});

describe('assent', () => {
  it('leads from the first operator to a page that answers', async () => {
    const approved = await assent(['client', 'approve', clientId, '--reason', 'papers are complete']);
    expect(approved).toEqual({ code: 0, out: 'Acme Coffee is approved\n', err: '' });
    expect((await assent(['client', 'list'])).out).toMatch(new RegExp(`^${clientId} +approved +Acme Coffee`, 'm'));

    const user = await assent(['user', 'add', `lena-${unique}`, '--client', clientId, '--name', 'Lena Vogel']);
    expect(user.out).toMatch(/may sign in with the temporary password \S{20}\n/);

    const ofClient = ['--client', clientId];
    const named = ['--name', 'Letter', '--title', 'the letter'];
    const { listId } = await json(z.object({ listId: z.string() }), 'list', 'add', ...ofClient, ...named);
    const { listId: _, ...content } = letterForm(listId);
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'assent-form-')), 'form.json');
    writeFileSync(file, JSON.stringify(content));
    const add = ['form', 'add', ...ofClient, '--list', listId, '--file', file, '--heading', 'From the command line'];
    const { formId } = await json(z.object({ formId: z.string() }), ...add);
    const { url } = await json(z.object({ url: z.string() }), 'form', 'publish', formId, ...ofClient);

    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('From the command line');
    expect((await assent(['form', 'snippet', formId, ...ofClient])).out).toContain(`<form action="${url}"`);
  });

  it("says of each command of an operator's that it needs an operator's log-in", async () => {
    const userName = `emeka-${unique}`;
    const { temporaryPassword } = await json(
      z.object({ temporaryPassword: z.string() }),
      ...['user', 'add', userName, '--client', clientId, '--name', 'Emeka Obi'],
    );
    const user = { ASSENT_USER: userName, ASSENT_PASSWORD: `Harbour-lantern-${unique}` };
    const first = { ...user, ASSENT_PASSWORD: temporaryPassword, ASSENT_NEW_PASSWORD: user.ASSENT_PASSWORD };
    const own = ['list', 'add', '--client', clientId, '--name', 'Own', '--title', 'our own list'];
    expect(await assent(own, first)).toMatchObject({ code: 0 });
    const commands = [
      ['client', 'list'],
      ['client', 'add', ...clientOptions],
      ['client', 'approve', clientId, '--reason', 'papers are complete'],
      ['client', 'suspend', 'aaaaaaaaaaaaaaaa', '--reason', 'papers are complete'],
      ['user', 'add', `noor-${unique}`, '--client', clientId, '--name', 'Noor Haddad'],
    ];
    for (const command of commands)
      expect(await assent(command, user)).toEqual({ code: 1, out: '', err: "this needs an operator's log-in\n" });
  });

  it('says of what works on the account itself that it needs AWS credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    for (const command of [['operator', 'add', `noor-${unique}`, '--name', 'Noor Haddad'], ['redrive']]) {
      const { code, err } = await typed(command, none);
      expect([code, err]).toEqual([1, expect.stringContaining('this needs AWS credentials')]);
    }
  });

  it('works without AWS credentials, by the address and the user pool client', async () => {
    const { publicUrl, outputs } = running();
    const pool = outputs['Assent-Service'].UserPoolClientId;
    const environment = { ...operator, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const { code, out } = await assent(['client', 'list', '--url', publicUrl, '--user-pool-client', pool], environment);
    expect(code).toBe(0);
    expect(out).toContain(clientId);
  });

  it('takes a form from the standard input', async () => {
    const args = ['form', 'add', '--client', clientId, '--file', '-', '--list', 'A'.repeat(16)];
    const { code, err } = await assent(args, operator, JSON.stringify(letterForm('B'.repeat(16))));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/list/) as string });
  });
});

describe('assent says no', () => {
  const reason = ['--reason', 'papers are complete'];

  it.each([
    ['an unknown client', ['client', 'approve', 'A'.repeat(16), ...reason], 1, 'there is no such client'],
    ['what is done already', ['client', 'approve', 'CLIENT', ...reason], 1, 'approved'],
    ['an id that is none', ['client', 'approve', 'short', ...reason], 1, '<client-id>: is not an id: 16 characters'],
    [
      'a reason that is none',
      ['client', 'suspend', 'CLIENT', '--reason', 'x'],
      1,
      '--reason: is too short to be a reason',
    ],
    [
      'fields that lack, each by name',
      ['client', 'add', '--brand', 'Acme'],
      1,
      '--legal-name: is missing\n--street: is missing',
    ],
    [
      'a file that is not there',
      ['form', 'add', '--client', 'CLIENT', '--file', '/nowhere.json'],
      1,
      'there is no file /nowhere.json',
    ],
    ['an option that lacks', ['user', 'add', 'emeka.obi'], 2, '--client <id> is missing'],
    ['a command that is none', ['client', 'praise'], 2, "unknown command 'praise'"],
    ['an option that is none', ['client', 'list', '--colour'], 2, "unknown option '--colour'"],
  ])('to %s', async (_, args, code, sentence) => {
    if (sentence === 'approved') await assent(['client', 'approve', clientId, ...reason]);
    const said = await assent(args.map((arg) => (arg === 'CLIENT' ? clientId : arg)));
    expect(said.err).toContain(sentence);
    expect(said.err).not.toMatch(/^ +at /m);
    expect(said).toMatchObject({ code, out: '' });
  });

  it('to a wrong password, without saying which of the two was wrong', async () => {
    const wrong = await assent(['client', 'list'], { ...operator, ASSENT_PASSWORD: 'Not-it-at-all-1' });
    const unknown = await assent(['client', 'list'], {
      ASSENT_USER: 'nobody.here',
      ASSENT_PASSWORD: 'Not-it-at-all-1',
    });
    expect(wrong).toEqual({
      code: 1,
      out: '',
      err: `${operator.ASSENT_USER} could not be signed in: the user name or the password is not right\n`,
    });
    expect(unknown.err).toBe('nobody.here could not be signed in: the user name or the password is not right\n');
  });

  it('when nobody is there to ask, and says what to set', async () => {
    const { code, err } = await assent(['client', 'list'], { ASSENT_USER: '', ASSENT_PASSWORD: '' });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'there is no terminal to ask for the user name at: set ASSENT_USER in the environment\n',
    });
  });
});
