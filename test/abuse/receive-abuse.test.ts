import { describe, expect, it } from 'vitest';
import type { KeptReport } from '#lambdas/abuse/abuse-store.ts';
import { opened } from '#lambdas/abuse/file-report.ts';
import { receive } from '#lambdas/abuse/receive-abuse.ts';
import { abuseMailboxOf } from '#lambdas/abuse/rules/mailbox.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { receivedMail } from '#test/support/received-mail.ts';

const clientId = 'cLiEnT-AbCdEf012';

function setup() {
  const kept = new Map<string, KeptReport>();
  const counted: unknown[] = [];
  const sealing = () => Promise.resolve(sealer('a secret of at least thirty-two characters'));
  const app = {
    reports: {
      add: (report: KeptReport) => {
        const fresh = !kept.has(report.reportId);
        kept.set(report.reportId, report);
        return Promise.resolve(fresh);
      },
    },
    sealer: sealing,
    count: (name: string, dimensions?: object) => void counted.push([name, dimensions]),
  };
  return {
    counted,
    get: (mail: Parameters<typeof receivedMail>[0]) => receive(receivedMail(mail), app),
    kept: () => [...kept.values()],
    reports: () => Promise.all([...kept.values()].map((each) => opened(sealing, each))),
  };
}

describe('mail to an abuse mailbox', () => {
  it('is a report of its client, with who wrote and what the subject says', async () => {
    const { get, reports } = setup();
    await get({ to: abuseMailboxOf(clientId, 'mail.assent.test'), subject: 'You go on mailing me' });
    expect(await reports()).toEqual([
      {
        reportId: expect.stringMatching(/^[\w-]{16}$/) as unknown,
        clientId,
        way: 'mail',
        kind: 'other',
        at: '2026-11-24T09:00:00.000Z',
        text: 'You go on mailing me',
        replyTo: 'ada@example.net',
      },
    ]);
  });

  it('is kept sealed: neither address nor words stand in the table', async () => {
    const { get, kept } = setup();
    await get({ to: 'abuse@mail.assent.test', subject: 'You go on mailing me' });
    expect(JSON.stringify(kept())).not.toMatch(/ada|mailing/);
  });

  it('of nobody’s mailbox is kept too, as nobody’s', async () => {
    const { get, reports } = setup();
    await get({ to: 'abuse@mail.assent.test' });
    expect((await reports()).map(({ clientId: owner }) => owner)).toEqual([undefined]);
  });

  it('handed over twice is one report, counted once', async () => {
    const { get, kept, counted } = setup();
    await get({ subject: 'again' });
    await get({ subject: 'again' });
    expect(kept()).toHaveLength(1);
    expect(counted).toEqual([['AbuseReported', { way: 'mail' }]]);
  });
});
