import { randomUUID } from 'node:crypto';
import { compose, problemOf, sendEmail } from './compose.ts';
import type { SendEmail } from './compose.ts';
import { clicked, happened, opened, sent } from './events.ts';
import type { Reader, SesEvent } from './events.ts';
import { recipientsOf } from './mailbox.ts';
import type { Kept, Mailbox } from './mailbox.ts';
import type { Publisher } from './publish.ts';
import { fateOf } from './simulate.ts';
import type { Happening } from './simulate.ts';
import { track } from './tracking.ts';

export type Answer<Reply> =
  | { readonly kind: 'taken'; readonly messageId: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'judged'; readonly reply: Reply };

/** SES as its senders and recipients see it. */
export class StandIn {
  /** Since when, and why. */
  private readonly suppressed = new Map<string, { readonly reason: 'BOUNCE' | 'COMPLAINT'; readonly at: number }>();
  readonly mailbox: Mailbox;
  private readonly publisher: Publisher;
  /** Where opens and clicks lead. */
  private readonly baseUrl: string;
  private readonly log: (line: string) => void;

  constructor(mailbox: Mailbox, publisher: Publisher, baseUrl: string, log: (line: string) => void) {
    this.mailbox = mailbox;
    this.publisher = publisher;
    this.baseUrl = baseUrl;
    this.log = log;
  }

  /** @param judge asks the emulator, which judges a call by what is deployed: roles, identities, sets, tenants */
  async take<Reply extends { readonly status: number }>(
    body: unknown,
    judge: () => Promise<Reply>,
  ): Promise<Answer<Reply>> {
    const parsed = sendEmail.safeParse(body);
    if (!parsed.success) return { kind: 'refused', message: 'The message is not one that this stand-in can send.' };
    const problem = problemOf(parsed.data);
    if (problem !== undefined) return { kind: 'refused', message: problem };
    const reply = await judge();
    if (reply.status !== 200) return { kind: 'judged', reply };
    const kept = await this.keep(parsed.data);
    // SES answers first; what becomes of the mail is told afterwards.
    void this.deliver(kept);
    return { kind: 'taken', messageId: kept.id };
  }

  /** Looks at the mail with pictures on. */
  async open(kept: Kept, reader: Reader): Promise<void> {
    await this.tell(kept, opened(kept, reader, now()));
  }

  /** @returns where the link leads */
  async click(kept: Kept, index: number, reader: Reader): Promise<string | undefined> {
    const link = kept.trackedLinks?.[index];
    if (link) await this.tell(kept, clicked(kept, link, reader, now()), link.url);
    return link?.url;
  }

  /** The mailbox provider reports it. SES then keeps the address on the account's list, as the sets ask it to. */
  async happen(kept: Kept, happening: Happening): Promise<void> {
    const lasting = happening.event === 'Complaint' || (happening.event === 'Bounce' && happening.type === 'Permanent');
    const simulated = recipientsOf(kept).some((address) => address.endsWith('@simulator.amazonses.com'));
    const reason = happening.event === 'Complaint' ? 'COMPLAINT' : 'BOUNCE';
    if (lasting && !simulated) for (const address of recipientsOf(kept)) this.suppress(address, reason);
    await this.tell(kept, happened(kept, happening, now()), detailOf(happening));
  }

  suppress(address: string, reason: 'BOUNCE' | 'COMPLAINT'): void {
    this.suppressed.set(address.toLowerCase(), { reason, at: Date.now() });
  }

  /** As SES lists them: times in seconds. */
  suppressedByAccount(reasons: readonly string[]) {
    return [...this.suppressed]
      .filter(([, { reason }]) => reasons.length === 0 || reasons.includes(reason))
      .map(([EmailAddress, { reason, at }]) => ({ EmailAddress, Reason: reason, LastUpdateTime: at / 1000 }));
  }

  private async keep(asked: SendEmail): Promise<Kept> {
    const at = new Date();
    const id = messageIdAt(at);
    const counts = await this.publisher.tracking(asked.ConfigurationSetName);
    let tracked: ReturnType<typeof track> | undefined;
    const rewrite = (html: string): string => {
      if (!counts.opens && !counts.clicks) return html;
      tracked = track(html, `${this.baseUrl}/track/${id}`, counts);
      return tracked.html;
    };
    const composed = await compose(asked, { id, at, rewrite });
    const kept: Kept = { ...composed, id, at: at.toISOString(), asked, trackedLinks: tracked?.links, outcomes: [] };
    this.mailbox.keep(kept);
    return kept;
  }

  private async deliver(kept: Kept): Promise<void> {
    const [recipient = ''] = recipientsOf(kept);
    const fate = fateOf(recipient, this.suppressed.has(recipient.toLowerCase()));
    await this.tell(kept, sent(kept));
    for (const happening of fate) await this.tell(kept, happened(kept, happening, now()), detailOf(happening));
  }

  private async tell(kept: Kept, event: SesEvent, detail?: string): Promise<void> {
    kept.outcomes.push({ event: event.eventType, at: now(), ...(detail === undefined ? {} : { detail }) });
    try {
      await this.publisher.publish(kept.asked.ConfigurationSetName, event);
    } catch (error) {
      this.log(`${event.eventType} of ${kept.id} could not be published: ${String(error)}`);
    }
  }
}

const now = (): string => new Date().toISOString();

function detailOf(happening: Happening): string | undefined {
  if (happening.event === 'Bounce') return `${happening.type}, ${happening.subType}`;
  return happening.event === 'Complaint' ? happening.feedbackType : undefined;
}

/** Like those of SES: time first. */
const messageIdAt = (at: Date): string => `0100${at.getTime().toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
