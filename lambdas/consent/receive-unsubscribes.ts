import * as z from 'zod';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkTokens } from '#lambdas/platform/link-tokens.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { linkSecret } from '#lambdas/platform/secrets.ts';
import { tokensIn } from './rules/tokens-in-subject.ts';
import { standingStore } from './standing-store.ts';
import { stopEverything } from './stop-everything.ts';
import type { StopPorts } from './stop-everything.ts';

/** The part of SES's receiving event that is looked at: who wrote, and what, is nobody's business. */
const received = z.object({
  Records: z.array(
    z.object({ ses: z.object({ mail: z.object({ commonHeaders: z.object({ subject: z.string().default('') }) }) }) }),
  ),
});

export interface MailboxApp extends StopPorts {
  readonly log: Log;
  readonly links: () => Promise<LinkTokens>;
}

/**
 * Mail that a mail program sends for a person, to the `mailto` of List-Unsubscribe. The sender proves nothing, the token
 * does: what has none of ours is counted and let fall. Nobody is ever answered.
 */
export async function receive(event: unknown, app: MailboxApp): Promise<void> {
  const links = await app.links();
  for (const { ses } of received.parse(event).Records) {
    const [target] = tokensIn(ses.mail.commonHeaders.subject).flatMap(
      (token) => links.parseLinkToken('unsubscribe', token) ?? [],
    );
    const known = target && (await app.standings.find(target.addressKey));
    const outcome = !known ? 'unknown' : (await stopEverything(app, known.addressKey, 'mailto')) ? 'stopped' : 'again';
    app.log.info('mail to unsubscribe', { outcome });
  }
}

const mailboxApp = lazily((): MailboxApp => ({
  clock: systemClock,
  log: jsonLog,
  standings: standingStore(documentClient()),
  links: lazilyAsync(async () => linkTokens(linkKeys(await linkSecret()))),
}));

export const handler = (event: unknown): Promise<void> => receive(event, mailboxApp());
