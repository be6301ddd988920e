import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { webhookEvent } from '#contract/forwarding.ts';
import { running } from './running.ts';
import { soon } from './soon.ts';

const received = z.object({
  id: z.string(),
  at: z.string(),
  verified: z.boolean(),
  answered: z.union([z.string(), z.number()]),
  headers: z.record(z.string(), z.unknown()),
  body: z.string(),
  event: webhookEvent,
});
export type Received = z.output<typeof received>;

export type Answer = number | 'slow' | 'redirect' | 'endless';

/** A hook of one's own at the receiver of the local cloud (local/webhook-receiver.mjs). */
export function newHook() {
  const name = `hook-${randomBytes(4).toString('hex')}`;
  const { url } = running().webhookReceiver;
  const put = (settings: { secrets?: string[]; answers?: Answer[] }) =>
    fetch(`${url}/hooks/${name}`, { method: 'PUT', body: JSON.stringify(settings) });
  const all = async (): Promise<Received[]> =>
    z.array(received).parse(await (await fetch(`${url}/received?hook=${name}`)).json());
  return {
    url: `${url}/hooks/${name}`,
    /** What to verify with. */
    knows: (...secrets: string[]) => put({ secrets }),
    /** What to answer next; the last one stays. */
    answers: (...answers: Answer[]) => put({ answers }),
    /** Newest first. */
    all,
    /** Waits until `count` webhooks came. @throws after `waitMs` */
    got: (count: number, waitMs = 30_000): Promise<Received[]> => soon(all, (came) => came.length >= count, waitMs),
  };
}
