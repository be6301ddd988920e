import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { getCampaign } from '#contract/campaigns.ts';
import { resumeCampaign } from '#contract/sending.ts';
import { begunCampaign } from '#test/support/begun-campaign.ts';
import { functionNamed, invoke } from '#test/support/invoke.ts';
import { mailsTo } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { approvedClient, publishedForm, someone } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import { soon } from '#test/support/soon.ts';
import { subscribers } from '#test/support/subscribers.ts';

const says = 'The complaint rate exceeded 0.5 % based on a representative volume of 197 emails.';

/** As SES tells of a tenant. */
async function sesTells(status: 'Enabled' | 'Disabled', clientId: string): Promise<void> {
  const Detail = JSON.stringify({
    version: '1.0.0',
    data: { origin: 'AWS_SES_MANAGED', record: { status: status.toUpperCase(), cause: says } },
  });
  const Resources = [`arn:aws:ses:us-east-1:000000000000:tenant/${clientId}/tn-0123456789`];
  await new EventBridgeClient({}).send(
    new PutEventsCommand({
      Entries: [{ Source: 'aws.ses', DetailType: `Sending Status ${status}`, Detail, Resources, Time: new Date() }],
    }),
  );
}

const faults = (init: RequestInit) => fetch(`${running().inboxUrl}/faults`, init);

describe('a client whose mail SES stops', { timeout: 300_000 }, () => {
  it('has its campaigns stopped with what SES says; when SES lets it go on, a person resumes', async () => {
    const operator = await newOperator();
    const contactAddress = someone('contact');
    const clientId = await approvedClient(operator, { contactAddress });
    const form = await publishedForm(operator, { clientId, welcomeMail: false });
    const member = await newClientUser(operator, clientId);
    const [person] = await subscribers(form, 1);
    // It goes out slowly.
    await faults({
      method: 'POST',
      body: JSON.stringify({ error: 'ThrottlingException', next: 1000, to: person!.email }),
    });
    const campaignId = await begunCampaign(member, { clientId, listId: form.listId }, 'Under a cloud');
    const params = { clientId, campaignId };
    const stateOf = () => member(getCampaign, { params });
    await soon(stateOf, ({ state }) => state === 'sending', 60_000);

    await sesTells('Disabled', clientId);
    const stopped = await soon(stateOf, ({ state }) => state === 'paused', 60_000);
    expect(stopped.held).toMatchObject({ excess: [], finding: { scope: 'client', about: 'SENDING', says } });
    const mailsNamed = (subject: string) =>
      soon(
        () => mailsTo(contactAddress),
        (mails) => mails.some((mail) => mail.subject === subject),
        60_000,
      );
    const [told] = await mailsNamed('Stopped: Under a cloud');
    expect(told!.text).toContain(says);

    await faults({ method: 'DELETE' });
    await sesTells('Enabled', clientId);
    await mailsNamed('May go on: Under a cloud');
    // The clock asks how the account stands, and changes nothing here.
    await invoke(await functionNamed('heedfindings'));
    expect((await stateOf()).state).toBe('paused');
    await expect(member(resumeCampaign, { params, body: {} })).rejects.toThrow(/say why it may go on/);
    await member(resumeCampaign, { params, body: { reason: 'the list was cleaned' } });
    await soon(stateOf, ({ state }) => state === 'sent', 60_000);
    expect(await mailsTo(person!.email)).not.toEqual([]);
  });
});
