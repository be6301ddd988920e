import { describe, expect, it } from 'vitest';
import { campaignDraft } from '#contract/campaigns.ts';
import { checkNow } from '#lambdas/campaigns/check-now.ts';
import type { CheckPorts } from '#lambdas/campaigns/check-now.ts';
import { compile } from '#lambdas/campaigns/compile.ts';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import type { CampaignItem } from '#lambdas/campaigns/store.ts';
import { webHosts } from '#lambdas/campaigns/web-hosts.ts';
import { id, listId } from '#test/support/people.ts';
import { judged } from '#test/support/judged.ts';
import { letter } from '#test/support/campaign.ts';

const now = '2026-12-01T09:00:00.000Z';
const { client } = judged();
const publicUrl = 'https://news.example.com';

/** A campaign as it is saved, and what the check finds in the Directory. */
async function saved(overrides: object = {}, store: Partial<CheckPorts['store']> = {}) {
  const draft = letter(listId, { from: { domain: 'mail.harbourbooks.example' }, ...overrides });
  const compiled = await compile(draft, {
    client,
    listTitle: 'the Harbour Books letter',
    fields: [],
    picture: () => Promise.resolve(undefined),
  });
  const { content, text, ...rest } = campaignDraft.parse(draft);
  const item: CampaignItem = {
    campaignId: id(),
    clientId: client.clientId,
    state: 'draft',
    version: 1,
    draft: rest,
    contentHash: compiled.contentHash,
    createdBy: 'emeka.obi',
    createdAt: now,
    updatedAt: now,
  };
  const asked: string[] = [];
  const ports: CheckPorts = {
    clock: { now: () => now },
    campaigns: { content: () => Promise.resolve({ v: 1, campaignId: item.campaignId, content, text, compiled }) },
    store: {
      client: () => Promise.resolve(client),
      list: () =>
        Promise.resolve({ listId, clientId: client.clientId, name: 'Letter', title: 'the letter', createdAt: now }),
      sender: (_, domain) => Promise.resolve(domain === 'mail.harbourbooks.example' ? 'ready' : 'absent'),
      bases: () => Promise.resolve(['consent']),
      earlier: () => Promise.resolve([]),
      ...store,
    },
    render: renderMessage,
    hosts: {
      absent: (hosts) => {
        asked.push(...hosts);
        return Promise.resolve(new Set(hosts.filter((host) => host.startsWith('nowhere.'))));
      },
    },
    settings: () => ({ publicUrl, fromDomain: 'mail.example.com', unsubscribeAddress: 'unsubscribe@mail.example.com' }),
  };
  return { item, ports, asked };
}

const found = async (...of: Parameters<typeof saved>) => {
  const { item, ports } = await saved(...of);
  return (await checkNow(item, ports)).findings.map(({ severity, rule, where }) => `${severity} ${rule} ${where}`);
};

describe('a check', () => {
  it('has nothing against a letter from blocks, and names what it looked at', async () => {
    const { item, ports, asked } = await saved();
    expect(await checkNow(item, ports)).toEqual({
      checkedAt: now,
      contentHash: item.contentHash,
      findings: [],
      overrides: [],
      blocked: false,
    });
    // Our own links need no asking.
    expect(asked).toEqual(['harbourbooks.example']);
  });

  it.each([
    ['a subject that plays an answer', { subject: 'Re: your order' }, {}, ['block CS-02 subject']],
    ['one that plays it to some', { subject: '{{ first_name | default: "Re" }}: novels' }, {}, ['block CS-02 subject']],
    ['another domain', { from: { domain: 'mail.elsewhere.example' } }, {}, ['block CS-01 from.domain']],
    ["the operator's domain", { from: { domain: 'mail.example.com' } }, {}, []],
    [
      'answers to somebody else',
      { from: { domain: 'mail.harbourbooks.example', replyTo: 'x@elsewhere.example' } },
      {},
      ['block CS-01 from.replyTo'],
    ],
    [
      'answers to the address of the profile',
      { from: { domain: 'mail.harbourbooks.example', replyTo: 'Hello@harbourbooks.example' } },
      {},
      [],
    ],
    [
      'people of an import, who did not consent',
      {},
      { bases: () => Promise.resolve(['consent', 'soft_opt_in'] as const).then((all) => [...all]) },
      ['block CS-03 content', 'block CS-03 text'],
    ],
    [
      'the same, without them',
      { filter: { op: 'basis', basis: 'consent' } },
      { bases: () => Promise.resolve(['consent', 'soft_opt_in'] as const).then((all) => [...all]) },
      [],
    ],
  ])('of %s', async (_, draft, store, expected) => {
    expect(await found(draft, store)).toEqual(expected);
  });

  it('of a second subject judges it too', async () => {
    const variants = { subjectB: 'Fwd: three new novels', sharePercent: 20, decidedBy: 'user' };
    expect(await found({ variants })).toEqual(['block CS-02 subjectB']);
  });

  it('finds what an author of HTML hides from people', async () => {
    const source = `<html><head><style>p { color: #ffffff !important }</style></head><body style="background:#fff"><p>Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, GB</p><p>${'Three new novels came in on the morning boat. '.repeat(12)}</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`;
    const of = await found({ content: { kind: 'html', source } });
    expect(of).toContain('warn ML-35 content');
    // The footer that is added below cannot be hidden.
    expect(of.filter((each) => each.startsWith('block'))).toEqual([]);
  });

  it('keeps what people took upon themselves, for this content alone', async () => {
    const { item, ports } = await saved({ subject: 'Last chance' });
    const taken = { rule: 'CS-21', where: 'subject', reason: 'out of print', by: 'emeka.obi', at: now };
    const report = { checkedAt: now, contentHash: item.contentHash, findings: [], overrides: [taken], blocked: false };
    expect((await checkNow({ ...item, report }, ports)).overrides).toEqual([taken]);
    const ofOther = { ...report, contentHash: 'o'.repeat(43) };
    expect((await checkNow({ ...item, report: ofOther }, ports)).overrides).toEqual([]);
  });

  it('is made for the time at which it goes out', async () => {
    const claims = { promotions: [{ name: 'Winter', endsAt: '2026-12-01T20:00:00.000Z' }] };
    const { item, ports } = await saved({ subject: 'Ends tonight', claims });
    const at = (time: string) =>
      checkNow({ ...item, schedule: { at: time, timeZone: 'UTC' } }, ports).then(({ findings }) => findings.length);
    expect(await at('2026-12-01T09:00:00.000Z')).toBe(0);
    expect(await at('2026-12-02T09:00:00.000Z')).toBe(1);
  });
});

describe('hosts of links', () => {
  const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  const dns = {
    resolve4: (host: string) =>
      host.startsWith('nowhere')
        ? failing('ENOTFOUND')
        : host.startsWith('six') || host.startsWith('empty')
          ? failing('ENODATA')
          : host.startsWith('broken')
            ? failing('ESERVFAIL')
            : host.startsWith('silent')
              ? new Promise<never>(() => undefined)
              : Promise.resolve(['192.0.2.1']),
    resolve6: (host: string) => (host.startsWith('six') ? Promise.resolve(['2001:db8::1']) : failing('ENODATA')),
  };
  const hosts = webHosts(() => dns as never);

  it('are absent only when the DNS says so', async () => {
    const asked = [
      'shop.example',
      'nowhere.example',
      'six.example',
      'empty.example',
      'broken.example',
      'silent.example',
    ];
    expect([...(await hosts.absent([...asked, '192.0.2.7', 'a.localhost']))]).toEqual([
      'nowhere.example',
      'empty.example',
    ]);
  });
});
