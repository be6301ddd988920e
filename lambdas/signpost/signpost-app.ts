import type { ApiPorts } from '#lambdas/platform/api.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';

/** Nothing but words: no table, no secret, no client of AWS. Whoever tries addresses costs next to nothing. */
export interface SignpostApp {
  readonly api: ApiPorts;
}

export const signpostApp = lazily((): SignpostApp => ({ api: { log: jsonLog, problemPage } }));
