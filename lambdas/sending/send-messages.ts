import { setTimeout } from 'node:timers/promises';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { findReadySender } from '#lambdas/clients/ready-sender.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import { count } from '#lambdas/platform/metrics.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret, linkSecret } from '#lambdas/platform/secrets.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import { dnsResolver } from '#lambdas/sign-up/mail-domains.ts';
import { reachedCaps } from './frequency-caps.ts';
import { sesAccount, sharedPace } from './pace.ts';
import { laneMessage } from './plan-message.ts';
import { mailProviders } from './provider-of.ts';
import { domainRamp } from './ramp.ts';
import { rampUp } from './rules/ramp.ts';
import { runsStore } from './runs-store.ts';
import { sendLane } from './send-lane.ts';
import type { SendApp } from './send-lane.ts';

/** Timers are in whole milliseconds, and none is below one. */
const pause = async (ms: number): Promise<void> => {
  if (ms > 0) await setTimeout(ms);
};

const rampFrom = (text: string | undefined) => (text === undefined ? undefined : rampUp.parse(JSON.parse(text)));

const sendApp = lazily((): SendApp => {
  const db = documentClient();
  return {
    clock: systemClock,
    ids: randomIds,
    log: jsonLog,
    count,
    pause,
    campaigns: sendableCampaigns(db),
    forms: formsStore(db),
    senderReady: async (clientId, domain) => (await findReadySender(clientId, domain)) !== undefined,
    messages: messageLog(db),
    runs: runsStore(db),
    reachedCap: reachedCaps({ clock: systemClock, runs: runsStore(db), messages: messageLog(db) }),
    pace: sharedPace(db, { clock: systemClock, account: sesAccount(new SESv2Client({})), pause }),
    ramp: domainRamp(db, { clock: systemClock, ramp: rampFrom(optionalSetting('RAMP_UP')), pause }),
    transport: deployedTransport(),
    queue: lazily(() => queueAt(setting('SEND_QUEUE_URL'))),
    standings: standingStore(db),
    render: renderMessage,
    secrets: lazilyAsync(async () => {
      const [address, link] = await Promise.all([addressSecret(), linkSecret()]);
      return { sealer: sealer(address), links: linkTokens(linkKeys(link)) };
    }),
    providerOf: mailProviders(
      lazily(() => dnsResolver(optionalSetting('DNS_SERVERS')?.split(',') ?? [])),
      systemClock,
    ),
    settings: () => ({
      publicUrl: setting('PUBLIC_URL'),
      fromDomain: setting('MAIL_FROM_DOMAIN'),
      unsubscribeAddress: optionalSetting('UNSUBSCRIBE_ADDRESS'),
    }),
  };
});

export const handler = batch(laneMessage, sendLane, sendApp);
