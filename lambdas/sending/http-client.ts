import { cancelCampaign, chooseWinner, getProgress, pauseCampaign, resumeCampaign } from '#contract/sending.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { cancel, pause, resume } from './change-run.ts';
import { choose } from './choose-winner.ts';
import { sendingApp } from './sending-app.ts';
import { show } from './show-progress.ts';

export const handler = api(
  [
    on(pauseCampaign, pause),
    on(resumeCampaign, resume),
    on(cancelCampaign, cancel),
    on(chooseWinner, choose),
    on(getProgress, show),
  ],
  sendingApp,
);
