import {
  approveCampaign,
  checkCampaign,
  scheduleCampaign,
  testCampaign,
  unscheduleCampaign,
} from '#contract/campaigns.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { run as approve } from './approve-campaign.ts';
import { run as check } from './check-campaign.ts';
import { lifecycleApp } from './lifecycle-app.ts';
import { run as schedule } from './schedule-campaign.ts';
import { run as test } from './test-campaign.ts';
import { run as unschedule } from './unschedule-campaign.ts';

export const handler = api(
  [
    on(checkCampaign, check),
    on(testCampaign, test),
    on(approveCampaign, approve),
    on(scheduleCampaign, schedule),
    on(unscheduleCampaign, unschedule),
  ],
  lifecycleApp,
);
