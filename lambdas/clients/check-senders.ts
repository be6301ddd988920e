import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { count } from '#lambdas/platform/metrics.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import { faultyRecords, lookAtSender } from './look-at-sender.ts';
import type { SenderLookPorts } from './look-at-sender.ts';
import { senderNotice } from './mails/sender-notice.ts';
import { deployedLook } from './senders-app.ts';
import type { KeptSender, SenderClaim, SendersStore } from './senders-store.ts';

export interface CheckSendersApp extends SenderLookPorts {
  readonly senders: Pick<SendersStore, 'all' | 'client' | 'find' | 'keepLook' | 'told'>;
  readonly log: Log;
  readonly count: Count;
  readonly transport: Pick<MailTransport, 'send'>;
}

/** Each asks the DNS some ten questions. */
const sendersAtOnce = 10;

/** Each domain by itself: one that fails holds up no other, and is looked at again tomorrow. */
export async function checkSenders(app: CheckSendersApp): Promise<void> {
  let failed = 0;
  for await (const claims of app.senders.all(sendersAtOnce)) {
    const outcomes = await Promise.all(claims.map((each) => checkedOrLogged(each, app)));
    failed += outcomes.filter((checked) => !checked).length;
  }
  if (failed > 0) throw new Error(`${failed} sender domains were not looked at, or their clients not told`);
}

async function checkedOrLogged({ clientId, domain }: SenderClaim, app: CheckSendersApp): Promise<boolean> {
  try {
    const kept = await app.senders.find(clientId, domain);
    const looked = kept && (await lookAtSender(kept, 'assent', app));
    if (!looked) return true;
    app.count('SenderLooked', { status: looked.status });
    await tellIfBroken(looked, app);
    return true;
  } catch (cause) {
    app.log.error('sender domain not checked', { clientId }, cause);
    return false;
  }
}

/** Once for each time that it broke, whoever found it: what was not taken by SES today goes tomorrow. */
async function tellIfBroken(broken: KeptSender, app: CheckSendersApp): Promise<void> {
  const { clientId, domain, owner, status, turn, toldOf } = broken;
  if (status !== 'broken' || turn === undefined || toldOf === turn) return;
  const client = await app.senders.client(clientId);
  // No mail is sent for a client that was suspended. It is told once it is back.
  if (client?.status !== 'approved') return;
  const { language, brand, contactAddress } = client;
  const sent = await app.transport.send(
    {
      ...senderNotice({ language, brand, domain, owner, records: faultyRecords(broken, app.region()) }),
      purpose: 'senderNotice',
      client: { clientId, brand, tenantName: clientId },
      to: contactAddress,
      messageId: `sender-${turn}`,
      tags: {},
      language,
      tracked: false,
    },
    // About the client's own domain, to the address in its profile; it is nobody's contact.
    () => Promise.resolve({ send: true }),
  );
  app.count('SenderBroken', {});
  app.log.info('sender domain broken', { clientId, told: sent.sent, because: sent.sent ? undefined : sent.because });
  await app.senders.told(broken);
}

const checkSendersApp = lazily((): CheckSendersApp => ({
  ...deployedLook(),
  log: jsonLog,
  count,
  transport: deployedTransport(),
}));

export const handler = (): Promise<void> => checkSenders(checkSendersApp());
