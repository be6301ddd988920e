import * as z from 'zod';
import { running } from './running.ts';
import { soon } from './soon.ts';

const line = z.looseObject({ id: z.string(), subject: z.string() });
const lines = z.array(line);
const message = z.looseObject({
  ...line.shape,
  headers: z.record(z.string(), z.string()),
  html: z.string(),
  text: z.string(),
  configurationSet: z.string(),
  tags: z.record(z.string(), z.array(z.string())),
  outcomes: z.array(z.looseObject({ event: z.string() })),
});

/** A mail as it stands in the inbox. */
export interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly configurationSet: string;
  readonly tags: Readonly<Record<string, string[]>>;
  /** Types of the events that SES published about it so far, in order. */
  readonly events: readonly string[];
  /** Our own links in the text part, in order. */
  readonly links: string[];
}

const get = async (path: string): Promise<unknown> => (await fetch(`${running().inboxUrl}${path}`)).json();

/** Newest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const found = lines.parse(await get(`/messages?to=${encodeURIComponent(address)}`));
  return Promise.all(found.map(({ id }) => mailWith(id)));
}

export const mailWith = async (id: string): Promise<Mail> => read(await get(`/messages/${id}`));

/** The newest whose subject begins so; waits up to 20 seconds. @throws when none comes */
export async function mailTo(address: string, subject = ''): Promise<Mail> {
  const newest = async () => (await mailsTo(address)).find((each) => each.subject.startsWith(subject));
  // The ledger's stream tells of imports and sign-ups in one line: behind hundreds, the emulator takes its time.
  return (await soon(newest, (mail) => mail !== undefined, 90_000))!;
}

function read(found: unknown): Mail {
  const { id, subject, html, text, headers, configurationSet, tags, outcomes } = message.parse(found);
  const links = text.split(/[\s<>]+/).filter((word) => word.startsWith(`${running().publicUrl}/`));
  return {
    id,
    subject,
    html,
    text,
    headers,
    configurationSet,
    tags,
    events: outcomes.map(({ event }) => event),
    links,
  };
}
