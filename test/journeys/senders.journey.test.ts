import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClient, listAuditEvents } from '#contract/clients.ts';
import type { Problem } from '#contract/errors.ts';
import { addSender, checkSender, listSenders, removeSender } from '#contract/senders.ts';
import type { SenderDomain } from '#contract/senders.ts';
import { harbourBooks } from '#test/support/believable.ts';
import { runJob } from '#test/support/deployed.ts';
import { putRecords, removeRecord } from '#test/support/local-dns.ts';
import { mailsTo, mailTo } from '#test/support/mails.ts';
import { approvedClient, someone } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

/** A name of its own for each run: what it says stays in the local DNS. */
const unique = (): string => Date.now().toString(36);

let operator: Api;
let clientId: string;
let user: Api;
const contactAddress = someone('contact');
const domain = `mail.harbourbooks-${unique()}.example`;

beforeAll(async () => {
  operator = await newOperator();
  clientId = await approvedClient(operator, { contactAddress });
  user = await newClientUser(operator, clientId);
});

const problemOf = (call: Promise<unknown>): Promise<Problem> =>
  call.then(
    () => Promise.reject(new Error('no problem')),
    (error: unknown) => (error as { problem: Problem }).problem,
  );
const states = ({ records }: SenderDomain) => records.map(({ purpose, found }) => `${purpose} ${found}`);

describe('a domain that campaigns come from', () => {
  let added: SenderDomain;

  it('is told which records it needs, and for what', async () => {
    added = await user(addSender, { params: { clientId }, body: { domain } });
    expect(added).toMatchObject({ clientId, domain, owner: 'client', status: 'waiting' });
    expect(states(added)).toEqual([
      'dkim not_looked',
      'dkim not_looked',
      'dkim not_looked',
      'mail_from_mx not_looked',
      'mail_from_spf not_looked',
      'dmarc not_looked',
    ]);
    expect(await user(addSender, { params: { clientId }, body: { domain } })).toEqual(added);
  });

  it('waits while they are not there', async () => {
    const checked = await user(checkSender, { params: { clientId, domain } });
    expect(checked.status).toBe('waiting');
    expect(new Set(checked.records.map(({ found }) => found))).toEqual(new Set(['no']));
  });

  it('is ready once the lines for the zone file stand in the DNS (ML-06, ML-07, ML-08, ML-21)', async () => {
    await putRecords(added.zoneFile);
    const checked = await user(checkSender, { params: { clientId, domain } });
    expect(states(checked).every((state) => state.endsWith(' yes'))).toBe(true);
    expect(checked).toMatchObject({ status: 'ready', readySince: checked.checkedAt });
    const { items } = await operator(listSenders, { params: { clientId }, query: {} });
    expect(items).toEqual([checked]);
  });

  it('is not there for another client, and cannot be taken by one', async () => {
    const other = await approvedClient(operator);
    const stranger = await newClientUser(operator, other);
    expect(await problemOf(stranger(checkSender, { params: { clientId, domain } }))).toMatchObject({
      code: 'not_found',
    });
    expect(await problemOf(stranger(checkSender, { params: { clientId: other, domain } }))).toMatchObject({
      code: 'not_found',
    });
    expect(await problemOf(stranger(removeSender, { params: { clientId: other, domain } }))).toMatchObject({
      code: 'not_found',
    });
    const taken = await problemOf(stranger(addSender, { params: { clientId: other }, body: { domain } }));
    expect(taken).toMatchObject({ code: 'already_exists' });
    expect(taken.detail).not.toContain('Harbour');
    expect(taken.detail).not.toContain(clientId);
    expect((await stranger(listSenders, { params: { clientId: other }, query: {} })).items).toEqual([]);
  });

  it('breaks when a record goes, and the client is told so, once', async () => {
    await removeRecord(`bounce.${domain}`, 'MX');
    await runJob('check-senders');
    const { items } = await user(listSenders, { params: { clientId }, query: {} });
    expect(items).toMatchObject([{ domain, status: 'broken' }]);
    expect(items[0]).not.toHaveProperty('readySince');
    const mail = await mailTo(contactAddress, 'Your campaigns from');
    expect(mail.subject).toContain(domain);
    expect(mail.text).toContain(`bounce.${domain}`);
    expect(mail.text).not.toContain('_domainkey');
    expect(mail.tags).toMatchObject({ purpose: ['senderNotice'], client: [clientId] });
    await runJob('check-senders');
    expect(await mailsTo(contactAddress)).toHaveLength(1);
  });

  it('is ready again when it is back, and the trail says when it turned', async () => {
    await putRecords(added.zoneFile);
    await runJob('check-senders');
    expect(await user(checkSender, { params: { clientId, domain } })).toMatchObject({ status: 'ready' });
    const { items } = await user(listAuditEvents, { params: { clientId }, query: {} });
    expect(items.filter(({ subject }) => subject === domain).map(({ action, actor }) => [action, actor])).toEqual([
      ['sender.ready', 'assent'],
      ['sender.broken', 'assent'],
      ['sender.ready', expect.stringMatching(/^user-/)],
      ['addSender', expect.stringMatching(/^user-/)],
    ]);
  });

  it('is free again for anybody once it is removed', async () => {
    await user(removeSender, { params: { clientId, domain } });
    expect(await problemOf(user(checkSender, { params: { clientId, domain } }))).toMatchObject({ code: 'not_found' });
    const other = await approvedClient(operator);
    expect(await operator(addSender, { params: { clientId: other }, body: { domain } })).toMatchObject({
      status: 'waiting',
    });
    await operator(removeSender, { params: { clientId: other, domain } });
  });
});

describe('a client without a domain of its own', () => {
  it('gets one below the operator’s, under its own brand; the next of that brand another', async () => {
    const brand = `Dünen & Meer ${unique()}`;
    const slug = brand.replace('ü', 'u').replace(' & ', '-').replace(' ', '-').toLowerCase();
    const first = await approvedClient(operator, { brand });
    const second = await approvedClient(operator, { brand });
    const one = await operator(addSender, { params: { clientId: first }, body: {} });
    const two = await operator(addSender, { params: { clientId: second }, body: {} });
    expect(one).toMatchObject({ domain: `${slug}.mail.assent.test`, owner: 'operator', status: 'waiting' });
    expect(two.domain).toMatch(new RegExp(`^${slug}-[0-9a-f]{6}\\.mail\\.assent\\.test$`));
    expect(await operator(addSender, { params: { clientId: first }, body: {} })).toEqual(one);
  });

  it('cannot name one there itself', async () => {
    for (const named of ['mail.assent.test', 'paypal.mail.assent.test'])
      expect(await problemOf(user(addSender, { params: { clientId }, body: { domain: named } }))).toMatchObject({
        code: 'invalid_fields',
        fields: [{ path: 'domain' }],
      });
  });
});

describe('a domain that is not to be had', () => {
  it('is refused when the account has it for something else', async () => {
    const elsewhere = `elsewhere-${unique()}.example`;
    await new SESv2Client({}).send(new CreateEmailIdentityCommand({ EmailIdentity: elsewhere }));
    expect(await problemOf(user(addSender, { params: { clientId }, body: { domain: elsewhere } }))).toMatchObject({
      code: 'already_exists',
    });
    const { items } = await user(listSenders, { params: { clientId }, query: {} });
    expect(items.map((each) => each.domain)).not.toContain(elsewhere);
  });

  it('is refused to a client that is not approved yet', async () => {
    const pending = await operator(createClient, { body: harbourBooks });
    const params = { clientId: pending.clientId };
    expect(
      await problemOf(operator(addSender, { params, body: { domain: `mail.${unique()}.example` } })),
    ).toMatchObject({ code: 'wrong_state' });
  });
});
