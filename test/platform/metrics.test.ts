import { afterEach, describe, expect, it, vi } from 'vitest';
import { count, gathered } from '#lambdas/platform/metrics.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The lines that were written, as CloudWatch reads them. */
function written(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  // It writes to a console of its own.
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(JSON.parse(String(line)) as Record<string, unknown>);
    return true;
  });
  return lines;
}

describe('count', () => {
  it('writes a line at once, under each set of dimensions that the list names', () => {
    const lines = written();
    count('SignUpsConfirmed', { client: 'harbour' });
    expect(lines).toMatchObject([
      {
        service: 'assent',
        client: 'harbour',
        SignUpsConfirmed: 1,
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: 'Assent',
              Dimensions: [['service'], ['service', 'client']],
              Metrics: [{ Name: 'SignUpsConfirmed', Unit: 'Count' }],
            },
          ],
        },
      },
    ]);
  });

  it('makes one line of a batch for each that it is told apart by, with every value', async () => {
    const lines = written();
    await gathered(async () => {
      for (let times = 0; times < 3; times++) count('MailSent', { purpose: 'campaign' });
      count('MailSent', { purpose: 'confirm' });
      await Promise.resolve();
    });
    expect(lines).toMatchObject([
      { purpose: 'campaign', MailSent: [1, 1, 1] },
      { purpose: 'confirm', MailSent: 1 },
    ]);
  });

  it('writes what was counted when the work fails', async () => {
    const lines = written();
    await expect(
      gathered(() => {
        count('MailUnknown', {});
        return Promise.reject(new Error('the table is gone'));
      }),
    ).rejects.toThrow('the table is gone');
    expect(lines).toMatchObject([{ MailUnknown: 1 }]);
  });

  it('loses nothing of more than a hundred values, which is all that a line may hold', async () => {
    const lines = written();
    await gathered(async () => {
      for (let times = 0; times < 250; times++) count('MailSent', { purpose: 'campaign' });
      await Promise.resolve();
    });
    expect(lines.flatMap(({ MailSent }) => MailSent)).toHaveLength(250);
    expect(new Set(lines.map(({ purpose }) => purpose))).toEqual(new Set(['campaign']));
  });
});
