import * as z from 'zod';
import { running } from './running.ts';

const mappings = z.object({
  EventSourceMappings: z.array(z.object({ UUID: z.string(), EventSourceArn: z.string() })),
});

/** What happens while nothing is told of what is written to the ledger: its stream is not read meanwhile. */
export const whileLedgerIsSilent = <T>(work: () => Promise<T>): Promise<T> => whileSilent('LedgerTable', work);

/** What happens while nothing is counted of what becomes of messages. */
export const whileNobodyCounts = <T>(work: () => Promise<T>): Promise<T> => whileSilent('DeliveryTable', work);

/** Whoever reads the stream: there are several. */
async function whileSilent<T>(table: string, work: () => Promise<T>): Promise<T> {
  const { EventSourceMappings } = mappings.parse(await lambda('GET', ''));
  const readers = EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn.includes(table));
  const enable = (Enabled: boolean) => Promise.all(readers.map(({ UUID }) => lambda('PUT', UUID, { Enabled })));
  await enable(false);
  try {
    return await work();
  } finally {
    await enable(true);
  }
}

/** Few calls are not worth an SDK client. The emulator knows the caller by the key alone. */
async function lambda(method: string, id: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${running().endpoint}/2015-03-31/event-source-mappings/${id}`, {
    method,
    body: body && JSON.stringify(body),
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=none',
    },
  });
  if (!answer.ok) throw new Error(`Lambda answered ${answer.status}`);
  return answer.json();
}
