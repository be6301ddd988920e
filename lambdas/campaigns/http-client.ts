import {
  changeCampaign,
  createCampaign,
  getCampaign,
  listCampaigns,
  listPictures,
  listTemplates,
  previewCampaign,
  takePicture,
  uploadPicture,
} from '#contract/campaigns.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { contentApp } from './content-app.ts';
import { list as pictures, take, upload } from './manage-pictures.ts';
import { run as preview } from './preview-campaign.ts';
import { allTemplates, list, one } from './read-campaigns.ts';
import { change, create } from './write-campaign.ts';

export const handler = api(
  [
    on(createCampaign, create),
    on(listCampaigns, list),
    on(getCampaign, one),
    on(changeCampaign, change),
    on(previewCampaign, preview),
    on(uploadPicture, upload),
    on(takePicture, take),
    on(listPictures, pictures),
    on(listTemplates, allTemplates),
  ],
  contentApp,
);
