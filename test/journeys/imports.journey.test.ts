import { beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '#contract/client.ts';
import { listAuditEvents } from '#contract/clients.ts';
import { exportLedger, findContact } from '#contract/consent.ts';
import {
  createImport,
  getImport,
  getImportReport,
  listFields,
  listImports,
  previewImport,
  releaseImport,
  startImport,
} from '#contract/contacts.ts';
import type { ContactImport } from '#contract/contacts.ts';
import { getExport, startExport } from '#contract/forwarding.ts';
import { verifyProof } from '#lambdas/consent/rules/proof.ts';
import { attested, posted, rested, startedImport } from '#test/support/imports.ts';
import { unsubscribeUrlOf } from '#test/support/links.ts';
import { mailsTo } from '#test/support/mails.ts';
import { messyFile } from '#test/support/messy-file.ts';
import { approvedClient, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { runJob } from '#test/support/deployed.ts';
import { letRunOut, memberOf } from '#test/support/members.ts';
import { chain, soon } from '#test/support/stored.ts';

let operator: Api;
let user: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;
let clientId: string;
let of: { clientId: string; listId: string };

beforeAll(async () => {
  operator = await newOperator();
  form = await publishedForm(operator);
  clientId = form.clientId;
  of = { clientId, listId: form.listId };
  user = await newClientUser(operator, clientId);
});

const problemOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiProblem)) throw new Error('the API did not say no', { cause: error });
  return error.problem;
};
const consent = { basis: 'consent', givenAt: '2026-06-30', how: 'said yes at the till' } as const;
const file = (...lines: string[]) => Buffer.from(['email,first name', ...lines, ''].join('\n'));
const find = (address: string) => user(findContact, { params: { clientId }, body: { address } });
const statusOf = async (address: string) =>
  (await find(address)).lists.find(({ listId }) => listId === form.listId)?.status;

async function exported(): Promise<string> {
  const { exportId } = await user(startExport, { params: { clientId }, body: { listId: form.listId } });
  const ready = await soon(
    () => user(getExport, { params: { clientId, exportId } }),
    ({ status }) => status !== 'running',
    60_000,
  );
  return (await fetch(ready.url!)).text();
}

describe('a messy file of 500 rows', () => {
  let mess: ReturnType<typeof messyFile>;
  let quarantined: ContactImport;
  let done: ContactImport;
  const [stays, leaves] = [someone('stays'), someone('leaves')];

  beforeAll(async () => {
    await subscribe(form.url, stays);
    const mail = await subscribe(form.url, leaves);
    await fetch(await unsubscribeUrlOf(mail.links[0]!, form.listId), { method: 'POST' });
    mess = messyFile({ stopped: [leaves], known: [stays] });
  });

  it('is looked at as its people wrote it', async () => {
    const { importId, answer } = await posted(user, of, mess.bytes);
    expect(answer.status).toBe(204);
    const looked = await user(previewImport, { params: { clientId, importId } });
    expect(looked.import).toMatchObject({
      status: 'ready',
      dialect: { encoding: 'windows-1252', delimiter: ';' },
      columns: ['E-Mail', 'Vorname', 'Nachname', 'Ort', 'Käufe', 'Anmeldedatum'],
    });
    expect(looked.rows).toHaveLength(50);
    expect(looked.rows[0]).toEqual([mess.first, 'Jörg "der\r\nGroße"', 'Weiß', 'Köln', '3,5', '12.03.2026']);
    expect(
      looked.suggested.map(({ to }) => (typeof to === 'string' ? to : `${to.field.key} ${to.field.type}`)),
    ).toEqual(['address', 'first_name text', 'last_name text', 'ort text', 'kaufe number', 'evidence.date']);
    const body = { mapping: looked.suggested, provenance: attested, evidence: consent, language: 'de' as const };
    const started = await user(startImport, { params: { clientId, importId }, body });
    expect(started.status).toBe('checking');
    quarantined = await rested(user, started);
  });

  it('is quarantined, since much of it counts up, and nobody is taken in', async () => {
    expect(quarantined).toMatchObject({ status: 'quarantined', counts: { rows: 500, added: 0 } });
    const counting = quarantined.warnings.find(({ kind }) => kind === 'sequential');
    expect(counting).toMatchObject({ quarantines: true });
    expect(await problemOf(find(mess.first))).toMatchObject({ code: 'not_found' });
  });

  it('has a report of what was refused, with line and reason, that no spreadsheet runs', async () => {
    const { url } = await user(getImportReport, { params: { clientId, importId: quarantined.importId } });
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    const lines = bytes.toString('utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe('\ufeffline,reason,cell');
    expect(lines).toHaveLength(1 + mess.refused.length);
    // The first good row takes two lines, and the header one.
    mess.refused.forEach(([, because], at) => expect(lines[at + 1]).toContain(because));
    expect(lines[1]).toMatch(/^203,/);
    expect(lines.some((line) => /(^|,)"?[=+@-]/.test(line))).toBe(false);
  });

  it('goes on when an operator says so, with a reason', async () => {
    const params = { clientId, importId: quarantined.importId };
    const body = { decision: 'import', reason: 'the numbers are those of its loyalty cards' } as const;
    expect(await problemOf(user(releaseImport, { params, body }))).toMatchObject({ code: 'not_found' });
    expect(await operator(releaseImport, { params, body })).toMatchObject({ status: 'importing' });
    expect(await problemOf(operator(releaseImport, { params, body }))).toMatchObject({ code: 'wrong_state' });
    done = await rested(user, quarantined);
    const { items } = await user(listAuditEvents, { params: { clientId } });
    expect(items).toContainEqual(expect.objectContaining({ action: 'import.released', reason: body.reason }));
  });

  it('counts each row once', () => {
    expect(done).toMatchObject({ status: 'done', percent: 100, counts: mess.counts });
    const { rows, added, updated, suppressed, duplicates, refused } = done.counts;
    expect(added + updated + suppressed + duplicates + refused).toBe(rows);
  });

  it('leaves who said no as they are, and takes nothing from who said yes (CS-11)', async () => {
    expect(await find(leaves)).toMatchObject({ stopped: { reason: 'unsubscribed' } });
    expect(await statusOf(stays)).toBe('subscribed');
    expect(await statusOf(mess.undated[0]!)).toBe('not_mailable');
    expect(await statusOf(mess.first)).toBe('subscribed');
  });

  it('writes to nobody: not even to ask (PR-13)', async () => {
    for (const address of [mess.first, mess.undated[0]!, mess.made[0]!]) expect(await mailsTo(address)).toEqual([]);
  });

  it('is in the export with its basis, but for those who may not be mailed (CS-13)', async () => {
    // Members follow the ledger a moment later.
    const csv = await soon(exported, (text) => text.includes(mess.made.at(-1)!), 60_000);
    const line = csv.split('\r\n').find((each) => each.includes(mess.first));
    expect(line).toContain(',de,');
    expect(line).toContain(',consent,,true,false,false,"Jörg ""der Große""",Weiß,Köln,3.5,');
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    for (const address of [leaves, ...mess.undated]) expect(csv).not.toContain(address);
    const updated = csv.split('\r\n').find((each) => each.includes(stays));
    expect(updated).toContain('Bekannt');
  });

  it('can be proven: what was shown, who attested it, and the row, in a chain that verifies', async () => {
    const { contactId } = await find(mess.first);
    const proof = await user(exportLedger, { params: { clientId, contactId } });
    expect(verifyProof(proof)).toMatchObject({ valid: true, events: 1 });
    expect(proof.events[0]).toMatchObject({
      state: 'given',
      channel: 'import',
      lawfulBasis: 'consent',
      imported: { importId: done.importId, line: 2 },
    });
    expect(proof.notices[0]).toMatchObject({ text: attested.notice, provenance: attested });
  });

  it('adds its fields to those of the list', async () => {
    const { items } = await user(listFields, { params: of });
    expect(items).toContainEqual({ key: 'kaufe', type: 'number' });
    expect(items).toContainEqual({ key: 'ort', type: 'text' });
  });

  it('comes to the same when it is brought again: known, double, refused', async () => {
    const again = await startedImport(user, of, mess.bytes, { evidence: consent, language: 'de' });
    const params = { clientId, importId: (await rested(user, again)).importId };
    await operator(releaseImport, { params, body: { decision: 'import', reason: 'brought again' } });
    const { added, updated, ...others } = mess.counts;
    expect(await rested(user, again)).toMatchObject({
      status: 'done',
      counts: { ...others, added: 0, updated: added + updated },
    });
    const { items } = await user(listImports, { params: { clientId }, query: { limit: 2 } });
    expect(items.map(({ importId }) => importId)).toEqual([again.importId, done.importId]);
  });
});

describe('an import', () => {
  it('without provenance, or that nobody attests, is refused (CS-14)', async () => {
    const { importId } = await posted(user, of, file('ada@laden.org,Ada'));
    const params = { clientId, importId };
    const { suggested: mapping } = await user(previewImport, { params });
    const start = (provenance: unknown) =>
      user(startImport, { params, body: { mapping, provenance: provenance as typeof attested, language: 'en' } });
    expect(await problemOf(start(undefined))).toMatchObject({ status: 422, code: 'invalid_fields' });
    for (const missing of Object.keys(attested))
      expect(await problemOf(start({ ...attested, [missing]: undefined }))).toMatchObject({ status: 422 });
    expect(await problemOf(start({ ...attested, attests: false }))).toMatchObject({ status: 422 });
    expect(await problemOf(start({ ...attested, until: '2099-01-01' }))).toMatchObject({ status: 422 });
    expect(await user(getImport, { params })).toMatchObject({ status: 'ready' });
  });

  it('without evidence takes people in whom nobody may mail', async () => {
    const address = someone('unproven');
    const done = await rested(user, await startedImport(user, of, file(`${address},Ada`)));
    expect(done).toMatchObject({ status: 'done', counts: { rows: 1, added: 1, notMailable: 1 } });
    expect(await statusOf(address)).toBe('not_mailable');
  });

  it('reads UTF-16 with a mark, and tabs', async () => {
    const address = someone('utf16');
    const text = `\ufeffCorreo electrónico\tNombre\r\n${address}\tZoë 😀\r\n`;
    const done = await rested(user, await startedImport(user, of, Buffer.from(text, 'utf16le'), { evidence: consent }));
    expect(done).toMatchObject({
      status: 'done',
      dialect: { encoding: 'utf-16le', delimiter: '\t' },
      counts: { rows: 1, added: 1, notMailable: 0 },
    });
    const csv = await soon(exported, (found) => found.includes(address), 30_000);
    expect(csv).toContain('Zoë 😀');
  });

  it('of domains that take no mail waits for an operator, who can end it', async () => {
    const rows = Array.from({ length: 12 }, (_, at) => `${someone(`q${at}x`).split('@')[0]!}@nowhere.laden.org,Ada`);
    const found = await rested(user, await startedImport(user, of, file(...rows), { evidence: consent }));
    expect(found).toMatchObject({ status: 'quarantined', warnings: [{ kind: 'no_mail_domain', share: 1 }] });
    const params = { clientId, importId: found.importId };
    const body = { decision: 'cancel', reason: 'the list was bought' } as const;
    expect(await operator(releaseImport, { params, body })).toMatchObject({
      status: 'cancelled',
      because: body.reason,
    });
    expect(await user(getImport, { params })).toMatchObject({ counts: { rows: 12, added: 0 } });
  });

  it('on implied consent holds for its months, and the night after them the ledger says that it ran out (PR-13)', async () => {
    const address = someone('bought');
    const evidence = { basis: 'implied', impliedFrom: 'purchase', at: '2026-06-01' } as const;
    await rested(user, await startedImport(user, of, file(`${address},Ada`), { evidence }));
    const { contactId } = await find(address);
    await soon(
      () => memberOf(form.listId, contactId),
      (found) => found !== undefined,
    );
    const job = await runJob('end-expired');
    expect(await statusOf(address)).toBe('subscribed');
    await letRunOut(form.listId, contactId);
    expect([job, await runJob('end-expired')]).toEqual([0, 1]);
    expect(await statusOf(address)).toBe('not_mailable');
    expect((await chain(contactId)).map(({ state }) => state)).toEqual(['given', 'expired']);
    expect(await exported()).not.toContain(address);
  });

  it('is refused for what is no text, and before there is a file', async () => {
    const empty = await user(createImport, { params: { clientId }, body: { listId: form.listId, fileName: 'a.csv' } });
    const params = { clientId, importId: empty.import.importId };
    expect(await problemOf(user(previewImport, { params }))).toMatchObject({ code: 'wrong_state' });
    const { importId } = await posted(user, of, Buffer.from('PK\u0003\u0004 a workbook'));
    expect(await problemOf(user(previewImport, { params: { clientId, importId } }))).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'file', message: expect.stringContaining('save the sheet as CSV') as unknown }],
    });
    expect(await problemOf(user(getImportReport, { params: { clientId, importId } }))).toMatchObject({
      code: 'wrong_state',
    });
  });

  it('is nobody else’s to see, to start or to decide', async () => {
    const { importId } = await posted(user, of, file('ada@laden.org,Ada'));
    const otherId = await approvedClient(operator);
    const stranger = await newClientUser(operator, otherId);
    for (const params of [
      { clientId, importId },
      { clientId: otherId, importId },
    ])
      for (const route of [getImport, previewImport, getImportReport])
        expect(await problemOf(stranger(route, { params }))).toMatchObject({ code: 'not_found' });
    expect(await problemOf(posted(stranger, { clientId: otherId, listId: form.listId }, file()))).toMatchObject({
      code: 'not_found',
    });
  });
});
