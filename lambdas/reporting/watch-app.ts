import * as z from 'zod';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { deployedSuspension } from '#lambdas/clients/suspend-by-rule.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import { count } from '#lambdas/platform/metrics.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { ratesStore } from './rates-store.ts';
import type { WatchApp } from './watch-rates.ts';

const limit = z.object({ share: z.number(), least: z.number() });
const limits = z.object({ complaints: limit, hard_bounces: limit, rejects: limit });

export const watchApp = lazily((): WatchApp => {
  const db = documentClient();
  const stamping = { clock: systemClock, ids: randomIds };
  return {
    ...stamping,
    campaigns: sendableCampaigns(db),
    openRuns: () => runsStore(db).opened(),
    rates: ratesStore(db),
    limits: limits.parse(JSON.parse(setting('RATE_LIMITS'))),
    suspend: deployedSuspension(),
    transport: deployedTransport(),
    operatorAddress: optionalSetting('OPERATOR_ADDRESS'),
    log: jsonLog,
    count,
  };
});
