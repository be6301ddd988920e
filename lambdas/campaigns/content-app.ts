import { knownFields } from '#lambdas/contacts/known-fields.ts';
import type { KnownFields } from '#lambdas/contacts/known-fields.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { deployedCheck } from './check-now.ts';
import type { CheckPorts } from './check-now.ts';
import { pictureFiles } from './picture-files.ts';
import type { PictureFiles } from './picture-files.ts';
import { picturesStore } from './pictures-store.ts';
import type { PicturesStore } from './pictures-store.ts';
import { campaignsStore } from './store.ts';
import type { CampaignsStore } from './store.ts';

/** What a campaign is written with. */
export interface ContentApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly campaigns: CampaignsStore;
  readonly directory: Pick<FormsStore, 'client' | 'list'>;
  readonly knownFields: KnownFields;
  readonly check: CheckPorts;
  readonly pictures: PicturesStore;
  readonly files: PictureFiles;
  readonly standings: Pick<StandingStore, 'ofContact'>;
  readonly sealer: () => Promise<Sealer>;
  readonly publicUrl: () => string;
}

export const contentApp = lazily((): ContentApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  campaigns: campaignsStore(documentClient()),
  directory: formsStore(documentClient()),
  knownFields: knownFields(documentClient()),
  check: deployedCheck(),
  pictures: picturesStore(documentClient()),
  files: pictureFiles(() => setting('PICTURES_BUCKET')),
  standings: standingStore(documentClient()),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
  publicUrl: () => setting('PUBLIC_URL'),
}));
