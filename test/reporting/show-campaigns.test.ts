import { describe, expect, it } from 'vitest';
import type { CampaignLine } from '#contract/campaigns.ts';
import { showCampaigns } from '#lambdas/reporting/show-campaigns.ts';
import type { WidgetApp } from '#lambdas/reporting/show-campaigns.ts';

const clientId = 'AbCdEfGh12345678';
const campaignId = 'HgFeDcBa87654321';
const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:show-campaigns';

const lineWith = (overrides: Partial<CampaignLine> = {}): CampaignLine => ({
  campaignId,
  clientId,
  state: 'sent',
  version: 3,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T09:30:00.000Z',
  name: 'November letter',
  subject: 'New books',
  ...overrides,
});

const appWith = (...lines: CampaignLine[]) =>
  ({
    clock: { now: () => '2026-11-25T08:00:00.000Z' },
    clients: () => Promise.resolve([{ clientId, brand: 'Harbour & Sons' }]),
    newest: () => Promise.resolve(lines),
    progress: () =>
      Promise.resolve({
        planned: 300,
        leftOut: { no_consent: 4 },
        sent: 290,
        skipped: {},
        failed: { rejected: 1 },
        unknown: 5,
      }),
  }) as unknown as WidgetApp;

describe('the widget of campaigns', () => {
  it('says what it is when CloudWatch asks', async () => {
    expect(await showCampaigns({ describe: true }, arn, appWith())).toMatchObject({
      markdown: expect.stringContaining('30 days') as string,
    });
  });

  it('says what will stand here while there is none', async () => {
    expect(await showCampaigns({}, arn, appWith())).toContain('No campaign in the last 30 days');
  });

  it('leaves out what was last touched before', async () => {
    const old = lineWith({ updatedAt: '2026-10-01T00:00:00.000Z', name: 'October letter' });
    expect(await showCampaigns({}, arn, appWith(old, lineWith()))).not.toContain('October');
  });

  it('escapes what people typed', async () => {
    const html = String(await showCampaigns({}, arn, appWith(lineWith({ name: '<script>alert(1)</script>' }))));
    expect(html).toContain('Harbour &amp; Sons');
    expect(html).toContain('&lt;script>');
    expect(html).not.toContain('<script');
  });

  it('asks itself again, as the viewer, when a name is pressed, and shows the figures', async () => {
    const html = String(await showCampaigns({}, arn, appWith(lineWith())));
    expect(html).toContain(`endpoint="${arn}"`);
    const again = await showCampaigns({ clientId, campaignId }, arn, appWith(lineWith()));
    expect(again).toContain('<td>290</td>');
    expect(again).toContain('New books');
  });

  it('leads nowhere but to the console', async () => {
    const widgetContext = { domain: 'javascript:alert(1)' };
    await expect(showCampaigns({ widgetContext, deliverability: 'D' }, arn, appWith())).rejects.toThrow();
  });

  it('knows nothing of a campaign that is not among them', async () => {
    const other = { clientId, campaignId: '0000000000000000' };
    expect(await showCampaigns(other, arn, appWith(lineWith()))).toContain('not among those');
  });
});
