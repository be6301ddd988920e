import type { releaseImport } from '#contract/contacts.ts';
import type { ApiPorts, Run } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { importsStore } from './imports-store.ts';
import type { ImportsStore, KeptImport } from './imports-store.ts';
import { changedMeanwhile, known } from './manage-imports.ts';
import { shownImport } from './shown-import.ts';

export interface ReleaseApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly imports: Pick<ImportsStore, 'find' | 'change'>;
  readonly queue: () => Queue;
}

/** A person decides about a file that looks made up, with a reason and under their name (CS-14). */
export const release: Run<typeof releaseImport, ReleaseApp> = async ({ params, body, caller }, app) => {
  const found = await known(app.imports, params);
  if (found.status !== 'quarantined') throw new DomainError('wrong_state', 'only a quarantined import can be released');
  const { decision, reason } = body;
  const action = decision === 'import' ? 'import.released' : 'import.cancelled';
  const audit = audited(app, { ...caller(), reason }, found.clientId, action, found.importId);
  const { at } = audit.stamp;
  const to = decision === 'import' ? goesOn(found, at) : ended(found, at, reason);
  if (!(await app.imports.change(found, to, audit))) throw changedMeanwhile();
  if (decision === 'import') await app.queue().send({ clientId: found.clientId, importId: found.importId });
  return reply(shownImport(to, at));
};

const goesOn = (found: KeptImport, at: string): KeptImport => ({ ...found, status: 'importing', touchedAt: at });

function ended({ progress: _over, ...found }: KeptImport, at: string, because: string): KeptImport {
  return { ...found, status: 'cancelled', because, touchedAt: at, endedAt: at };
}

export const releaseApp = lazily((): ReleaseApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  imports: importsStore(documentClient()),
  queue: lazily(() => queueAt(setting('IMPORTS_QUEUE_URL'))),
}));
