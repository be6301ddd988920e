import type { CampaignDraft, Finding } from '#contract/campaigns.ts';
import type { Client } from '#contract/clients.ts';
import type { LawfulBasis } from '#contract/consent.ts';
import type { SenderDomain } from '#contract/senders.ts';
import type { Shown } from '../shown.ts';

/** What is judged: what will really be sent, to whom, by whom, and what was said before. */
export interface Judged {
  /** When it goes out, as far as anybody knows: now, until it is scheduled. */
  readonly sendsAt: string;
  /** Whose clock it is scheduled by; absent until it is. */
  readonly timeZone?: string;
  readonly client: Client;
  /** How the domain of the sender stands; `absent` when it is not this client's. */
  readonly sender: SenderDomain['status'] | 'absent';
  /** Whether mail to the Reply-To reaches this client: its own domain, or the address in its profile. */
  readonly replyToIsOwn: boolean;
  readonly draft: Omit<CampaignDraft, 'content' | 'text'>;
  /** As different people would get it. */
  readonly versions: readonly Version[];
  /** Why a version could not be made. */
  readonly unrendered: readonly string[];
  /** On which somebody of the audience may be mailed. */
  readonly bases: readonly LawfulBasis[];
  /** Campaigns that people got, or will get. */
  readonly earlier: readonly EarlierCampaign[];
  readonly headers: readonly Header[];
  /** Hosts of links that do not exist, says the DNS. */
  readonly deadHosts: ReadonlySet<string>;
  /** Where our own links lead. */
  readonly publicUrl: string;
}

/** The message as somebody gets it: filled in, with links as real ones look. */
export interface Version {
  /** `with every field`, `with no field`: says whose it is. */
  readonly of: string;
  readonly subject: string;
  readonly variant: 'a' | 'b';
  readonly html: string;
  readonly text: string;
  readonly shown: Shown;
  readonly unsubscribeUrl: string;
}

export interface EarlierCampaign {
  readonly name: string;
  readonly promotions: CampaignDraft['claims']['promotions'];
}

export interface Header {
  readonly name: string;
  readonly value: string;
}

/** One rule of docs/compliance.md, or a few that look at the same thing. */
export type Rule = (judged: Judged) => readonly Finding[];

/** The law demands it: nobody can take it upon themselves. */
export const block = (rule: string, where: string, message: string, fix: string): Finding => ({
  rule,
  severity: 'block',
  where,
  message,
  fix,
});

/** For a person to weigh. */
export const warn = (rule: string, where: string, message: string, fix: string): Finding => ({
  rule,
  severity: 'warn',
  where,
  message,
  fix,
});
