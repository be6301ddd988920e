import type { ArchiveFiles } from './archive-files.ts';
import type { FiguresStore } from './figures-store.ts';
import type { Recounted } from './recount.ts';
import { figuresIn } from './rules/figures-of.ts';
import { addTo, recount } from './rules/recount.ts';
import type { ArchivedMessage } from './rules/recount.ts';
import { differencesOf } from './rules/recounting.ts';

export interface ReplayApp {
  readonly archive: ArchiveFiles;
  readonly figures: Pick<FiguresStore, 'figures'>;
  /** @param share of the days, 0 to 1 */
  readonly tell: (share: number) => void;
}

/**
 * A campaign's figures from the archive alone, against the counters. A message takes less than a kilobyte of memory.
 * @throws with a sentence when the archive has nothing of it
 */
export async function replayArchive(
  { clientId, campaignId }: { readonly clientId: string; readonly campaignId: string },
  { archive, figures, tell }: ReplayApp,
): Promise<Recounted> {
  const messages = new Map<string, ArchivedMessage>();
  const days = await archive.days();
  for (const [index, day] of days.entries()) {
    for await (const line of archive.linesOf(day, clientId)) if (line.campaign === campaignId) addTo(messages, line);
    tell((index + 1) / days.length);
  }
  if (messages.size === 0)
    throw new Error(
      `the archive has nothing of campaign ${campaignId} of client ${clientId}: are the ids right, and their order; it is up to half an hour late`,
    );
  const kept = await figures.figures(campaignId);
  const differences = differencesOf(kept, figuresIn(recount(messages.values())));
  return { campaignId, messages: messages.size, equal: differences.length === 0, differences, behind: 0 };
}
