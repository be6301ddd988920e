import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { campaignParams } from '#contract/campaigns.ts';
import type { CampaignLine } from '#contract/campaigns.ts';
import type { Client } from '#contract/clients.ts';
import type { Progress } from '#contract/sending.ts';
import { shape } from '#contract/shape.ts';
import { newestCampaigns } from '#lambdas/campaigns/newest-campaigns.ts';
import { everyClient } from '#lambdas/clients/every-client.ts';
import { day, later, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { progressOfRun } from '#lambdas/sending/progress-of-run.ts';
import { campaignsTable, oneCampaign } from './pages/campaigns-widget.tsx';

/** What CloudWatch asks of a custom widget: what it is, or its HTML; `params` of the widget and of a link in it come beside. */
const asked = shape(() =>
  z.object({
    ...campaignParams().partial().shape,
    describe: z.boolean().optional(),
    /** The dashboard that says how mail arrives. */
    deliverability: z.string().optional(),
    widgetContext: z
      .object({ domain: z.url({ protocol: /^https?$/ }) })
      .partial()
      .optional(),
  }),
);

export interface WidgetApp {
  readonly clock: Clock;
  readonly clients: () => Promise<readonly Client[]>;
  readonly newest: (clientId: string, limit: number) => Promise<readonly CampaignLine[]>;
  readonly progress: (campaign: CampaignLine) => Promise<Progress>;
}

const days = 30;
/** Of each client: one read. Who sends more sees the newest. */
const mostOfClient = 50;

/**
 * The HTML of a widget of the dashboard "Programme". CloudWatch asks for it as the person who looks: no other service may call
 * this, and who looks needs `lambda:InvokeFunction` on it (docs/dashboards.md). It tells of campaigns, of no person.
 */
export async function showCampaigns(event: unknown, ownArn: string, app: WidgetApp): Promise<unknown> {
  const { describe, clientId, campaignId, deliverability, widgetContext } = asked().parse(event);
  if (describe)
    return { markdown: `### Campaigns of the last ${days} days\nOf all clients, newest first. No parameters.` };
  const since = later(app.clock.now(), -days * day);
  const clients = await app.clients();
  const campaigns = (await Promise.all(clients.map((client) => recentOf(client, since, app)))).flat();
  if (clientId !== undefined && campaignId !== undefined) {
    const found = campaigns.find((each) => each.line.clientId === clientId && each.line.campaignId === campaignId);
    return oneCampaign(found && { ...found, progress: await app.progress(found.line) });
  }
  const dashboard =
    widgetContext?.domain && deliverability ? { domain: widgetContext.domain, name: deliverability } : undefined;
  return campaignsTable({ campaigns, days, ownArn, dashboard });
}

/** A campaign, and by which name people know whose it is. */
export interface Recent {
  readonly brand: string;
  readonly line: CampaignLine;
}

async function recentOf({ clientId, brand }: Client, since: string, app: WidgetApp): Promise<Recent[]> {
  const lines = await app.newest(clientId, mostOfClient);
  return lines.filter(({ updatedAt }) => updatedAt >= since).map((line) => ({ brand, line }));
}

const widgetApp = lazily((): WidgetApp => {
  const db = documentClient();
  return {
    clock: systemClock,
    clients: () => everyClient(db),
    newest: (of, limit) => newestCampaigns(db, of, limit),
    progress: (campaign) => progressOfRun(db, campaign, systemClock.now()),
  };
});

export const handler = async (event: unknown, { invokedFunctionArn }: Context): Promise<unknown> => {
  const shown = await showCampaigns(event, invokedFunctionArn, widgetApp());
  jsonLog.info('campaigns shown', {});
  return shown;
};
