import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import * as z from 'zod';

const part = z.object({ Data: z.string() });
const tag = z.object({ Name: z.string(), Value: z.string() });

/** A SendEmail as its callers write it (SES API v2): what is composed from it, and what its events tell. */
export const sendEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).min(1) }),
  ReplyToAddresses: z.array(z.string()).default([]),
  ConfigurationSetName: z.string().optional(),
  TenantName: z.string().optional(),
  EmailTags: z.array(tag).default([]),
  Content: z.object({
    Simple: z
      .object({
        Subject: part,
        Body: z.object({ Html: part.optional(), Text: part.optional() }),
        Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
        Attachments: z
          .array(
            z.object({
              FileName: z.string(),
              RawContent: z.base64(),
              ContentType: z.string().default('application/octet-stream'),
              ContentId: z.string().optional(),
              ContentDisposition: z.enum(['ATTACHMENT', 'INLINE']).default('ATTACHMENT'),
            }),
          )
          .default([]),
      })
      .optional(),
    Raw: z.object({ Data: z.base64() }).optional(),
  }),
});
export type SendEmail = z.output<typeof sendEmail>;

export interface Header {
  readonly name: string;
  readonly value: string;
}

export interface Composed {
  readonly raw: Buffer;
  /** In order, each unfolded. */
  readonly headers: readonly Header[];
  readonly subject: string;
  readonly html: string | undefined;
  readonly text: string | undefined;
  readonly attachments: readonly Attached[];
}

export interface Attached {
  readonly fileName: string;
  readonly contentType: string;
  /** Without its angle brackets: what `cid:` names in the HTML. */
  readonly contentId?: string;
  readonly data: Buffer;
}

/** What SES would refuse with a 400, before anything is judged or sent. */
export function problemOf(mail: SendEmail): string | undefined {
  const headers = mail.Content.Simple?.Headers ?? [];
  const bad = headers.find(({ Name, Value }) => !/^[!-9;-~]{1,126}$/.test(Name) || !/^[ -~]{0,870}$/.test(Value));
  if (bad) return `Header ${bad.Name} is not valid: printable ASCII, at most 870 characters.`;
  const repeated = headers.find(
    ({ Name }, index) => headers.findIndex((other) => other.Name.toLowerCase() === Name.toLowerCase()) < index,
  );
  if (repeated) return `Header ${repeated.Name} may appear once.`;
  const files = mail.Content.Simple?.Attachments ?? [];
  if (files.some(({ FileName }) => !/^[^\\/:*?"<>|\r\n]{1,255}$/.test(FileName)))
    return 'A file has no name that can be one.';
  if (files.some(({ ContentId }) => ContentId !== undefined && !/^[\w.@-]{1,78}$/.test(ContentId)))
    return 'A content id is not valid.';
  const bytes = JSON.stringify(mail.Content).length;
  if (bytes > 40 * 1024 * 1024) return 'The message is larger than 40 MB.';
  const odd = mail.EmailTags.find(({ Name, Value }) => !/^[\w-]{1,256}$/.test(Name) || !/^[\w-]{1,256}$/.test(Value));
  if (odd) return `Tag ${odd.Name} is not valid: A-Z a-z 0-9 _ - only.`;
  if (/[\r\n]/.test([mail.FromEmailAddress, ...mail.Destination.ToAddresses, ...mail.ReplyToAddresses].join('')))
    return 'An address has a line break in it.';
  if (!mail.Content.Simple && !mail.Content.Raw) return 'This stand-in takes Simple and Raw content, no templates.';
  return undefined;
}

/** The MIME that SES would send: Date and Message-ID are its own, whatever the caller says. */
export async function compose(
  mail: SendEmail,
  { id, at, rewrite }: { id: string; at: Date; rewrite: (html: string) => string },
): Promise<Composed> {
  const messageId = `<${id}@email.amazonses.com>`;
  const { Simple, Raw } = mail.Content;
  const raw = Simple
    ? await built(mail, Simple, { messageId, at, rewrite })
    : withOwnHeaders(Buffer.from(Raw?.Data ?? '', 'base64').toString('latin1'), messageId, at);
  const parsed = await PostalMime.parse(raw);
  return {
    raw,
    headers: parsed.headerLines.map(({ line }) => headerOf(line)),
    subject: parsed.subject ?? '',
    html: parsed.html,
    text: parsed.text,
    attachments: parsed.attachments.map(({ filename, mimeType, contentId, content }) => ({
      fileName: filename ?? 'file',
      contentType: mimeType,
      ...(contentId === undefined ? {} : { contentId: contentId.replaceAll(/^<|>$/g, '') }),
      data: typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content)),
    })),
  };
}

interface Building {
  readonly messageId: string;
  readonly at: Date;
  readonly rewrite: (html: string) => string;
}

/** Headers stand as they were given, on one line: a folded List-Unsubscribe has broken signatures before. */
async function built(
  mail: SendEmail,
  simple: NonNullable<SendEmail['Content']['Simple']>,
  { messageId, at, rewrite }: Building,
): Promise<Buffer> {
  const composer = new MailComposer({
    headers: simple.Headers.map(({ Name, Value }) => ({ key: Name, value: { prepared: true, value: Value } })),
    subject: simple.Subject.Data,
    html: simple.Body.Html && rewrite(simple.Body.Html.Data),
    text: simple.Body.Text?.Data,
    attachments: simple.Attachments.map((attached) => ({
      filename: attached.FileName,
      content: Buffer.from(attached.RawContent, 'base64'),
      contentType: attached.ContentType,
      cid: attached.ContentId,
      contentDisposition: attached.ContentDisposition === 'INLINE' ? ('inline' as const) : ('attachment' as const),
    })),
    messageId,
    date: at,
  });
  // The composer would encode a name that is encoded already.
  const addresses = [
    ['From', [mail.FromEmailAddress]],
    ['To', mail.Destination.ToAddresses],
    ['Reply-To', mail.ReplyToAddresses],
  ] as const;
  const lines = addresses.filter(([, all]) => all.length > 0).map(([name, all]) => `${name}: ${all.join(', ')}\r\n`);
  return Buffer.concat([Buffer.from(lines.join('')), await composer.compile().build()]);
}

function withOwnHeaders(source: string, messageId: string, at: Date): Buffer {
  const [head = '', ...body] = source.split(/\r?\n\r?\n/);
  const kept = head
    .split(/\r?\n(?![ \t])/)
    .filter((line) => !/^(date|message-id|bcc|return-path|x-ses-[\w-]+):/i.test(line));
  const own = [`Date: ${at.toUTCString().replace('GMT', '+0000')}`, `Message-ID: ${messageId}`];
  return Buffer.from(`${[...kept, ...own].join('\r\n')}\r\n\r\n${body.join('\r\n\r\n')}`, 'latin1');
}

function headerOf(line: string): Header {
  const unfolded = line.replaceAll(/\r?\n(?=[ \t])/g, '');
  const colon = unfolded.indexOf(':');
  return { name: unfolded.slice(0, colon), value: unfolded.slice(colon + 1).trim() };
}
