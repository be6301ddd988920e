import { PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { functionNamed, invoke } from '#test/support/invoke.ts';
import { running } from '#test/support/running.ts';
import { publishedForm } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';
import { mailboxItem, standingOf } from '#test/support/stored.ts';
import { subscribers } from '#test/support/subscribers.ts';

describe('a mailbox that SES suppresses for the whole account', () => {
  it('is written to by no client either, from the next night on', async () => {
    const form = await publishedForm(await newOperator(), { welcomeMail: false });
    const [person, other] = await subscribers(form, 2);
    // The event of it was lost, or somebody else in the account wrote to it.
    await new SESv2Client({ endpoint: running().inboxUrl }).send(
      new PutSuppressedDestinationCommand({ EmailAddress: person!.email.toUpperCase(), Reason: 'BOUNCE' }),
    );
    await invoke(await functionNamed('keepsuppressions'));
    const mailboxOf = async (contactId: string) => mailboxItem((await standingOf(contactId))?.mailboxHash);
    expect(await mailboxOf(person!.contactId)).toMatchObject({ suppressed: { reason: 'hard_bounce' } });
    expect((await mailboxOf(other!.contactId))?.suppressed).toBeUndefined();
  });
});
