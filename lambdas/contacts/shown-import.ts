import type { ContactImport } from '#contract/contacts.ts';
import { hour, later } from '#lambdas/platform/clock.ts';
import type { KeptImport } from './imports-store.ts';

/** A worker tries five times, half an hour apart; what has not moved for longer will not any more. */
const stuckAfterMs = 3 * hour;

/** An import as its client sees it. While it is checked, that is what is counted. */
export function shownImport(kept: KeptImport, now: string): ContactImport {
  const { importId, clientId, listId, fileName, dialect, columns, settings, warnings, createdBy, createdAt } = kept;
  const working = kept.status === 'checking' || kept.status === 'importing';
  const stuck = working && later(kept.touchedAt, stuckAfterMs) < now;
  const { rows, refused } = kept.signals;
  const tookIn = kept.status === 'importing' || kept.status === 'done' || kept.counts.rows > 0;
  return {
    ...{ importId, clientId, listId, fileName, dialect, columns, settings, warnings, createdBy, createdAt },
    status: stuck ? 'failed' : kept.status,
    because: stuck ? 'it does not move any more; what was taken in stays' : kept.because,
    percent: percentOf(kept),
    counts: tookIn ? kept.counts : { ...kept.counts, rows, refused },
    endedAt: kept.endedAt,
  };
}

function percentOf({ status, progress }: KeptImport): number {
  if (status === 'done') return 100;
  return progress && progress.size > 0 ? Math.min(100, Math.floor((100 * progress.offset) / progress.size)) : 0;
}
