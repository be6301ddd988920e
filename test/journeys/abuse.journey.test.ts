import { beforeAll, describe, expect, it } from 'vitest';
import { listAbuseReports, settleAbuseReport } from '#contract/abuse.ts';
import { listAuditEvents } from '#contract/clients.ts';
import { abuseMailboxOf } from '#lambdas/abuse/rules/mailbox.ts';
import { functionNamed, invoke } from '#test/support/invoke.ts';
import { receivedMail } from '#test/support/received-mail.ts';
import { running } from '#test/support/running.ts';
import { approvedClient } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

const form = () => `${running().publicUrl}/abuse`;
const send = (fields: Record<string, string>, client?: string) =>
  fetch(client === undefined ? form() : `${form()}?client=${client}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'accept-language': 'de' },
  });

let operator: Awaited<ReturnType<typeof newOperator>>;
let clientId: string;
beforeAll(async () => {
  operator = await newOperator();
  clientId = await approvedClient(operator);
});

describe('a report of abuse', () => {
  it('is asked for in the language of who comes, and says what lacks', async () => {
    const page = await (await fetch(form(), { headers: { 'accept-language': 'fr' } })).text();
    expect(page).toContain('Signaler un message');
    const answer = await send({ text: 'Es kam heute.' });
    expect(answer.status).toBe(422);
    const again = await answer.text();
    expect(again).toContain('Bitte wählen Sie, was nicht stimmt.');
    expect(again).toContain('Es kam heute.');
  });

  it('reaches the operators, who settle it once, with what came of it', async () => {
    const text = `It came at ${new Date().toISOString()}`;
    const answer = await send(
      { kind: 'goes_on', text, sender: 'A shop <news@nobodys-shop.example>', reply_to: 'ada@example.net' },
      clientId,
    );
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Danke');

    const open = await operator(listAbuseReports, { query: {} });
    const mine = open.items.find((each) => each.text === text)!;
    expect(mine).toMatchObject({ clientId, way: 'form', kind: 'goes_on', replyTo: 'ada@example.net' });

    const { reportId } = mine;
    const reason = 'the list was cleaned';
    const settled = await operator(settleAbuseReport, { params: { reportId }, body: { reason } });
    expect(settled.settled).toMatchObject({ reason });
    await expect(operator(settleAbuseReport, { params: { reportId }, body: { reason } })).rejects.toThrow(
      /settled already/,
    );
    expect((await operator(listAbuseReports, { query: {} })).items.map((each) => each.reportId)).not.toContain(
      reportId,
    );
    const trail = await operator(listAuditEvents, { params: { clientId }, query: {} });
    expect(trail.items).toContainEqual(expect.objectContaining({ action: 'abuse.settled', subject: reportId, reason }));
    const ofClient = await operator(listAbuseReports, { query: { client: clientId } });
    expect(ofClient.items).toMatchObject([{ reportId, settled: { reason } }]);
  });

  it('comes by mail, to the mailbox of its client', async () => {
    const mail = receivedMail({ to: abuseMailboxOf(clientId, 'mail.assent.test'), subject: 'You go on mailing me' });
    await invoke(await functionNamed('receiveabuse'), mail);
    const ofClient = await operator(listAbuseReports, { query: { client: clientId } });
    expect(ofClient.items).toContainEqual(
      expect.objectContaining({ way: 'mail', text: 'You go on mailing me', replyTo: 'ada@example.net' }),
    );
  });

  it('that a machine filled in is thanked for, and nobody has to read it', async () => {
    const text = `buy at ${new Date().toISOString()}`;
    expect((await send({ kind: 'other', text, website: 'https://spam.example' })).status).toBe(200);
    const open = await operator(listAbuseReports, { query: {} });
    expect(open.items.some((each) => each.text === text)).toBe(false);
  });
});
