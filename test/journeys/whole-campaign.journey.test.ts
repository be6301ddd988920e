import { beforeAll, describe, expect, it } from 'vitest';
import {
  changeCampaign,
  checkCampaign,
  createCampaign,
  previewCampaign,
  scheduleCampaign,
} from '#contract/campaigns.ts';
import type { Campaign } from '#contract/campaigns.ts';
import { changeClient } from '#contract/clients.ts';
import { findContact } from '#contract/consent.ts';
import { createSegment, estimateSegment, getImportReport, releaseImport } from '#contract/contacts.ts';
import type { Filter } from '#contract/contacts.ts';
import { getProgress, pauseCampaign, resumeCampaign } from '#contract/sending.ts';
import type { Progress } from '#contract/sending.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { letter } from '#test/support/campaign.ts';
import { rested, startedImport } from '#test/support/imports.ts';
import { secretNamed } from '#test/support/ledger.ts';
import { unsubscribeUrlOf } from '#test/support/links.ts';
import { mailsTo } from '#test/support/mails.ts';
import type { Mail } from '#test/support/mails.ts';
import { messyFile } from '#test/support/messy-file.ts';
import { running } from '#test/support/running.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';

const inKöln: Filter = { op: 'field', key: 'ort', is: 'equals', value: 'Köln' };
const [stays, left] = [someone('stays'), someone('left')];

let operator: Api;
let user: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;
let file: ReturnType<typeof messyFile>;
/** What the campaign goes to: of Köln, with evidence, and not gone. */
let meant: string[];
let filter: Filter;
let campaign: Campaign;
let previewed: string;
let leaver: string;
let end: Progress;

const ofClient = () => ({ params: { clientId: form.clientId } });
const ofCampaign = () => ({ params: { clientId: form.clientId, campaignId: campaign.campaignId } });
const progress = () => user(getProgress, ofCampaign());
const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, each) => sum + each, 0);
const draftOf = () => {
  const { content } = letter(form.listId);
  if (content.kind !== 'blocks') throw new Error('the letter is not made of blocks');
  return letter(form.listId, {
    language: 'de',
    subject: 'Neue Bücher, {{ first_name }}',
    filter,
    content: {
      kind: 'blocks',
      blocks: [
        { type: 'personal_picture', design: 'card', text: '{{ first_name }}', alt: 'Eine Karte für Sie' },
        ...content.blocks,
      ],
    },
  });
};
const check = async () => {
  campaign = await user(checkCampaign, { ...ofCampaign(), body: { version: campaign.version } });
  return campaign.report!.findings.map(({ severity, rule, where }) => `${severity} ${rule} ${where}`);
};
/** The drawn picture as it stands in a page, which is all that a person gets to see of it. */
const pictureIn = (html: string) => /data:image\/png;base64,[^"]+/.exec(html)?.[0];
/** Mails to each, a few people at a time. */
async function inboxes(addresses: readonly string[]): Promise<Mail[][]> {
  const all: Mail[][] = [];
  for (let at = 0; at < addresses.length; at += 25)
    all.push(...(await Promise.all(addresses.slice(at, at + 25).map(mailsTo))));
  return all;
}

beforeAll(async () => {
  operator = await newOperator();
  form = await publishedForm(operator, { welcomeMail: false });
  user = await newClientUser(operator, form.clientId);
  await subscribe(form.url, stays);
  const confirmMail = await subscribe(form.url, left);
  await fetch(await unsubscribeUrlOf(confirmMail.links[0]!, form.listId), { method: 'POST' });
  file = messyFile({ stopped: [left], known: [stays] });
  meant = [...file.people, ...file.nameless, stays];
});

/** From a file of 500 rows as people have them to the last number: each step stands on the one before. */
describe('a whole campaign', { timeout: 300_000 }, () => {
  it('begins with a file: what is wrong in it is refused, who said no stays away, who proves nothing is not mailable', async () => {
    const evidence = { basis: 'consent', givenAt: '2026-06-30', how: 'said yes at the till' } as const;
    const held = await rested(user, await startedImport(user, form, file.bytes, { evidence, language: 'de' }));
    expect(held.status).toBe('quarantined');
    const params = { clientId: form.clientId, importId: held.importId };
    const report = await fetch((await user(getImportReport, { params })).url);
    expect((await report.text()).trimEnd().split('\r\n')).toHaveLength(1 + file.refused.length);
    await operator(releaseImport, { params, body: { decision: 'import', reason: 'numbers of its loyalty cards' } });
    expect(await rested(user, held)).toMatchObject({ status: 'done', percent: 100, counts: file.counts });
  });

  it('is meant for a segment', async () => {
    const params = { clientId: form.clientId, listId: form.listId };
    // Members follow the ledger a moment later.
    const estimate = await soon(
      () => user(estimateSegment, { params, body: { filter: inKöln } }),
      ({ about }) => about === meant.length,
      60_000,
    );
    expect(estimate.exact).toBe(true);
    const body = { listId: form.listId, name: 'Köln', filter: inKöln };
    ({ filter } = await user(createSegment, { ...ofClient(), body }));
  });

  it('is written from blocks, and blocked when the postal address in it is not that of the client any more', async () => {
    campaign = await user(createCampaign, { ...ofClient(), body: draftOf() });
    const postalAddress = { street: 'Am Hafen 7', postalCode: '50678', city: 'Köln', country: 'DE' };
    await operator(changeClient, { ...ofClient(), body: { postalAddress, reason: 'has moved' } });
    expect(await check()).toEqual(['block CS-04 content', 'block CS-04 text']);
    expect(campaign).toMatchObject({ state: 'draft', report: { blocked: true } });
    const schedule = user(scheduleCampaign, { ...ofCampaign(), body: { version: 1 } });
    await expect(schedule).rejects.toMatchObject({ problem: { code: 'wrong_state' } });
  });

  it('is mended', async () => {
    const body = { version: campaign.version, draft: draftOf() };
    campaign = await user(changeCampaign, { ...ofCampaign(), body });
    expect(await check()).toEqual([]);
    expect(campaign).toMatchObject({ state: 'checked', version: 2 });
  });

  it('is seen before it goes, as somebody gets it', async () => {
    const { contactId } = await user(findContact, { ...ofClient(), body: { address: file.people[2]! } });
    const { previews } = await user(previewCampaign, { ...ofCampaign(), body: { contactId } });
    expect(previews).toMatchObject([{ subject: 'Neue Bücher, Jörg' }]);
    expect(previews[0]!.text).toContain('Am Hafen 7');
    previewed = pictureIn(previews[0]!.html)!;
    expect(previewed).toBeDefined();
  });

  it('goes out; and who leaves meanwhile gets nothing', async () => {
    await user(scheduleCampaign, { ...ofCampaign(), body: { version: campaign.version } });
    await soon(progress, ({ sent, partitionsPlanned }) => sent >= 10 && partitionsPlanned === 64, 60_000);
    await user(pauseCampaign, { ...ofCampaign(), body: { reason: 'a look at the inbox' } });
    // Each worker ends the batch that it is at.
    let before = await progress();
    await soon(
      () => new Promise<Progress>((resolve) => setTimeout(() => resolve(progress()), 2_000)),
      (now) => {
        const still = now.sent === before.sent;
        before = now;
        return still;
      },
    );
    const waiting = (await inboxes(file.people)).findIndex((mails) => mails.length === 0);
    leaver = file.people[waiting]!;
    const addressKey = addressKeys(await secretNamed('AddressSecret')).ofClient(form.clientId, leaver);
    const links = linkTokens(linkKeys(await secretNamed('LinkSecret')));
    const link = `${running().publicUrl}/u/${links.linkToken('unsubscribe', { addressKey, listId: form.listId })}`;
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    await user(resumeCampaign, { ...ofCampaign(), body: {} });
    end = await soon(progress, ({ state }) => state === 'sent', 150_000);
  });

  it('adds up, exactly', () => {
    const many = meant.length;
    expect(end).toMatchObject({
      planned: many,
      leftOut: { not_mailable: file.undated.length, not_in_segment: file.made.length, unsubscribed: 1 },
      // On a machine at its limits SES may answer too late: such a message is unknown, and counted as that.
      sent: many - file.nameless.length - 1 - end.unknown,
      skipped: { missing_value: file.nameless.length, unsubscribed: 1 },
      failed: {},
    });
    expect(end.unknown).toBeLessThan(3);
    expect(end.sent + sumOf(end.skipped) + sumOf(end.failed) + end.unknown).toBe(end.planned);
    const { added, updated, suppressed } = file.counts;
    expect(end.planned + sumOf(end.leftOut)).toBe(added + updated + suppressed);
  });

  it('is in each inbox once that it is meant for, with their name, and in no other', async () => {
    const got = meant.filter((address) => address !== leaver && !file.nameless.includes(address));
    const subjects = (await inboxes(got)).map((mails) => mails.map(({ subject }) => subject));
    expect(subjects.filter(([newest]) => newest !== undefined && !/^Neue Bücher, /.test(newest))).toEqual([]);
    const wrong = subjects.filter((each, at) => each.length !== (got[at] === stays ? 2 : 1));
    expect(wrong.length).toBeLessThanOrEqual(end.unknown);
    expect(wrong.flat()).toEqual([]);
    const others = await inboxes([leaver, ...file.nameless, ...file.undated, ...file.made, left]);
    expect(
      others
        .flat()
        .map(({ subject }) => subject)
        .filter((subject) => subject.startsWith('Neue')),
    ).toEqual([]);
  });

  it('has the text, the picture and the headers that it should have', async () => {
    const [jörgs, zoës] = (await inboxes([file.people[2]!, file.people[3]!])).map(([mail]) => mail);
    expect(jörgs!.subject).toBe('Neue Bücher, Jörg');
    for (const part of [jörgs!.text, jörgs!.html]) {
      expect(part).toContain('Am Hafen 7');
      expect(part).toContain('morning boat');
    }
    expect(jörgs!.html).toContain('src="cid:personal-1"');
    const shown = async ({ id }: Mail) => (await fetch(`${running().inboxUrl}/messages/${id}/html`)).text();
    expect(pictureIn(await shown(jörgs!))).toBe(previewed);
    expect(zoës!.subject).toBe('Neue Bücher, Zoë');
    expect(pictureIn(await shown(zoës!))).toBeDefined();
    expect(pictureIn(await shown(zoës!))).not.toBe(previewed);
    expect(jörgs!.headers).toMatchObject({
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'X-Report-Abuse': `Please report abuse at ${running().publicUrl}/abuse?client=${form.clientId}`,
      'List-Unsubscribe': expect.stringContaining(`<${running().publicUrl}/u/`) as string,
      'List-ID': expect.stringContaining(`<${form.listId}.${form.clientId}.`) as string,
      From: expect.stringContaining('<news@mail.assent.test>') as string,
    });
    expect(jörgs!.tags).toMatchObject({ purpose: ['campaign'], client: [form.clientId] });
  });
});
