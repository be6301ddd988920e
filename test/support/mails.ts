import * as z from 'zod';
import { running } from './running.ts';

const sent = z.object({
  messages: z.record(z.string(), z.array(z.looseObject({ To: z.array(z.string()).optional() }))),
});

/** A mail as the emulator's SES took it. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly replyTo: readonly string[];
  readonly configurationSet: string;
  /** Our own links in the text part, in order. */
  readonly links: string[];
}

export async function mailsTo(address: string): Promise<Mail[]> {
  const { endpoint, publicUrl } = running();
  const answer: unknown = await (await fetch(`${endpoint}/_ministack/ses/messages`)).json();
  const all = Object.values(sent.parse(answer).messages).flat();
  return all.filter((mail) => JSON.stringify(mail).includes(address)).map((mail) => read(mail, publicUrl));
}

/** Waits up to 20 seconds. @throws when none comes */
export async function mailTo(address: string): Promise<Mail> {
  for (let waited = 0; waited < 20_000; waited += 250) {
    const [mail] = await mailsTo(address);
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('no mail came within 20 seconds');
}

const content = z.looseObject({
  Subject: z.string(),
  BodyText: z.string(),
  BodyHtml: z.string(),
  Type: z.object({
    Headers: z.record(z.string(), z.string()),
    ReplyTo: z.array(z.string()),
    ConfigurationSetName: z.string(),
  }),
});

function read(mail: unknown, publicUrl: string): Mail {
  const { Subject, BodyText, BodyHtml, Type } = content.parse(mail);
  return {
    subject: Subject,
    text: BodyText,
    html: BodyHtml,
    headers: Type.Headers,
    replyTo: Type.ReplyTo,
    configurationSet: Type.ConfigurationSetName,
    links: BodyText.split(/\s+/).filter((word) => word.startsWith(`${publicUrl}/`)),
  };
}
