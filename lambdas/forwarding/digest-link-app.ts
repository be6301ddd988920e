import type { ApiPorts } from '#lambdas/platform/api.ts';
import { publicPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { digestsStore } from './digests-store.ts';
import type { DigestsStore } from './digests-store.ts';

export interface DigestLinkApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly directory: Pick<FormsStore, 'client'>;
  readonly digests: Pick<DigestsStore, 'find' | 'change'>;
}

export const digestLinkApp = lazily((): DigestLinkApp => ({
  api: publicPorts(),
  clock: systemClock,
  ids: randomIds,
  directory: formsStore(documentClient()),
  digests: digestsStore(documentClient()),
}));
