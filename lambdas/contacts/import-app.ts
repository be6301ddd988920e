import type { Standing } from '#lambdas/consent/rules/standing.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import type { ExportFiles } from '#lambdas/forwarding/export-files.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import type { MailDomains } from '#lambdas/sign-up/mail-domains.ts';
import type { ImportFiles } from './import-files.ts';
import type { ImportsStore, KeptImport, Progress } from './imports-store.ts';

/** What an import is taken in with. */
export interface ImportApp {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly imports: Pick<ImportsStore, 'find' | 'change'>;
  readonly files: Pick<ImportFiles, 'read' | 'keepRefused' | 'refused'>;
  /** Files that are written in parts. */
  readonly written: Omit<ExportFiles, 'urlOf'>;
  readonly standings: Pick<StandingStore, 'commit' | 'keepProfile'>;
  readonly find: (addressKeys: readonly string[]) => Promise<Map<string, Standing>>;
  readonly secrets: () => Promise<{ readonly keys: AddressKeys; readonly sealer: Sealer }>;
  readonly domains: MailDomains;
  readonly queue: () => Queue;
  readonly sizes: {
    /** Bytes that a turn reads: more than a quote may stay open for. */
    readonly window: number;
    /** Bytes that are made UTF-8 in a turn: at least 5 MB come of them, as S3 wants of each part but the last. */
    readonly transcoded: number;
    /** Rows of a turn. */
    readonly checked: number;
    readonly imported: number;
    /** Bytes of a part of the report. */
    readonly part: number;
  };
}

export type WorkingImport = KeptImport & { readonly progress: Progress };
export type Turn = (found: WorkingImport, app: ImportApp) => Promise<KeptImport>;

export const mostRows = 1_000_000;

/** It ends here, for a reason that its user reads. What was taken in stays. */
export const failed = ({ progress: _over, ...found }: KeptImport, because: string): KeptImport => ({
  ...found,
  status: 'failed',
  because,
});

export const fileGone =
  'the file is gone, or another was posted in its place: files are kept for a day. Begin again with a new import';
