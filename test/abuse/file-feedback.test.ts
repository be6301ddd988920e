import { describe, expect, it } from 'vitest';
import { abuseStore } from '#lambdas/abuse/abuse-store.ts';
import { fileFeedback } from '#lambdas/abuse/file-feedback.ts';
import type { Feedback } from '#lambdas/abuse/file-feedback.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { MemoryTables } from '#test/support/memory-table.ts';

const told: Feedback = {
  messageId: 'campaigncampaig1-contactcontact01',
  clientId: 'harbourbooks0001',
  campaignId: 'campaigncampaig1',
  at: '2026-11-24T09:00:07.000Z',
  type: 'abuse',
};

function setup() {
  process.env[directoryTable.environment] = directoryTable.name;
  const reports = abuseStore(new MemoryTables().client);
  const counted: unknown[] = [];
  const file = (feedback: Feedback) => fileFeedback({ reports, count: (_, by) => void counted.push(by) }, feedback);
  return { file, counted, open: async () => (await reports.open({ limit: 10 })).items };
}

describe('"this is spam", handed on by a provider', () => {
  it('is one report about the client, however often and by whichever way it is told', async () => {
    const { file, counted, open } = setup();
    await file(told);
    await file(told);
    const [report, ...others] = await open();
    const { messageId: _, type: feedback, ...rest } = told;
    expect(report).toMatchObject({ way: 'feedback', kind: 'complaint', feedback, ...rest });
    expect(others).toEqual([]);
    expect(counted).toEqual([{ way: 'feedback' }]);
  });

  it.each(['noor@example.net said so', 'A Name', '', 'x'.repeat(31)])(
    'keeps no word that is not one: "%s"',
    async (type) => {
      const { file, open } = setup();
      await file({ ...told, type });
      expect(await open()).toMatchObject([{ feedback: 'unnamed' }]);
    },
  );
});
