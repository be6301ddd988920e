import type { Client } from '#contract/clients.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { digestsStore } from './digests-store.ts';
import type { DigestsStore } from './digests-store.ts';
import { digestMail } from './mails/digest-mail.ts';
import { counted, daysToTell } from './rules/digest-of.ts';
import type { DigestCount } from './rules/digest-of.ts';
import { digestMessageId, goesTo } from './rules/digest-setting.ts';

export interface DigestApp {
  readonly clock: Clock;
  readonly log: Log;
  readonly digests: Pick<DigestsStore, 'clients' | 'find' | 'lines' | 'told' | 'listTitle'>;
  readonly transport: Pick<MailTransport, 'send'>;
  readonly publicUrl: () => string;
}

/** Below what SES lets an account send in a second, and enough for thousands of clients in the time of a run. */
const clientsAtOnce = 10;

/** Every client by itself: one whose mail fails holds up no other, and is told of those days tomorrow. */
export async function sendDigests(app: DigestApp): Promise<void> {
  let failed = 0;
  for await (const clients of app.digests.clients(clientsAtOnce)) {
    const outcomes = await Promise.all(clients.map((client) => sentOrLogged(client, app)));
    failed += outcomes.filter((sent) => !sent).length;
  }
  if (failed > 0) throw new Error(`${failed} digests were not sent`);
}

async function sentOrLogged(client: Client, app: DigestApp): Promise<boolean> {
  try {
    await sendDigest(client, app);
    return true;
  } catch (cause) {
    app.log.error('digest not sent', { clientId: client.clientId }, cause);
    return false;
  }
}

async function sendDigest(client: Client, app: DigestApp): Promise<void> {
  const { clientId } = client;
  // No mail is sent for a client that was suspended. The days are told once it is back.
  if (client.status !== 'approved') return;
  const digest = await app.digests.find(clientId);
  const goes = digest && goesTo(digest.setting);
  if (!goes) return;
  const days = daysToTell(digest.toldThrough, app.clock.now().slice(0, 10));
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return;
  const counts = await countsOf(clientId, days, app);
  // Taken before it is sent: of two runs, one tells. A mail that SES did not take gives the days back.
  if (!(await app.digests.told(clientId, digest.toldThrough, to)) || counts.length === 0) return;
  try {
    const mail = digestMail({ ...(await viewOf(client, counts, app)), from, to });
    const sent = await app.transport.send(
      {
        ...mail,
        purpose: 'digest',
        client: { clientId, brand: client.brand, tenantName: clientId },
        to: goes.address,
        messageId: digestMessageId(goes.askId, to),
        tags: {},
        language: client.language,
        tracked: false,
      },
      // Whether a client wants its digest was asked above; it is nobody's contact.
      () => Promise.resolve({ send: true }),
    );
    app.log.info('digest', { clientId, sent: sent.sent, because: sent.sent ? undefined : sent.because });
  } catch (cause) {
    await app.digests.told(clientId, to, digest.toldThrough);
    throw cause;
  }
}

async function countsOf(clientId: string, days: readonly string[], app: DigestApp): Promise<DigestCount[]> {
  let counts: DigestCount[] = [];
  for (const day of days) for await (const lines of app.digests.lines(clientId, day)) counts = counted(counts, lines);
  return counts;
}

async function viewOf({ clientId, brand, language }: Client, counts: readonly DigestCount[], app: DigestApp) {
  const named = await Promise.all(
    counts.map(async ({ listId, ...figures }) => {
      const title = listId === undefined ? undefined : await app.digests.listTitle(clientId, listId);
      return { ...figures, title, former: listId !== undefined && title === undefined };
    }),
  );
  return { language, brand, counts: named, exportUrl: `${app.publicUrl()}/v1/clients/${clientId}/exports` };
}

const digestApp = lazily((): DigestApp => ({
  clock: systemClock,
  log: jsonLog,
  digests: digestsStore(documentClient()),
  transport: deployedTransport(),
  publicUrl: () => setting('PUBLIC_URL'),
}));

export const handler = (): Promise<void> => sendDigests(digestApp());
