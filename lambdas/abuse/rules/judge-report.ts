import { abuseKinds, longestInReport } from '#contract/abuse.ts';
import type { AbuseKind } from '#contract/abuse.ts';
import { hiddenCharacters, mailAddress } from '#contract/common.ts';

export interface TypedReport {
  readonly kind?: string;
  readonly sender?: string;
  readonly text?: string;
  readonly reply_to?: string;
}

export type ReportIssue = 'choose' | 'too_long' | 'not_an_address' | 'say_more';
export type ReportIssues = Partial<Readonly<Record<keyof TypedReport, ReportIssue>>>;

export interface WrittenReport {
  readonly kind: AbuseKind;
  readonly sender?: string;
  readonly text?: string;
  readonly replyTo?: string;
}

export type JudgedReport =
  { readonly ok: true; readonly report: WrittenReport } | { readonly ok: false; readonly issues: ReportIssues };

/** Little is asked for: who reports abuse owes us nothing. Without a sender and a word, though, nobody could act. */
export function judgeReport(typed: TypedReport): JudgedReport {
  const kind = abuseKinds.find((each) => each === typed.kind);
  const sender = oneLine(typed.sender);
  const text = visible(typed.text);
  const replyTo = oneLine(typed.reply_to);
  const issues: ReportIssues = {
    ...(kind === undefined && { kind: 'choose' }),
    ...((sender?.length ?? 0) > longestInReport.sender && { sender: 'too_long' }),
    ...((text?.length ?? 0) > longestInReport.text && { text: 'too_long' }),
    ...(kind === 'other' && text === undefined && { text: 'say_more' }),
    ...(sender === undefined && text === undefined && { sender: 'say_more' }),
    ...(replyTo !== undefined && !mailAddress().safeParse(replyTo).success && { reply_to: 'not_an_address' }),
  };
  if (kind === undefined || Object.keys(issues).length > 0) return { ok: false, issues };
  return { ok: true, report: { kind, sender, text, replyTo } };
}

/** Without what could make it read as something else, and without white space around it. */
const visible = (typed: string | undefined): string | undefined =>
  typed
    ?.replaceAll('\r\n', '\n')
    .split('\n')
    .map((each) => each.replaceAll(new RegExp(hiddenCharacters, 'gu'), ' ').trimEnd())
    .join('\n')
    .trim() || undefined;

const oneLine = (typed: string | undefined): string | undefined => visible(typed)?.replaceAll('\n', ' ');

/** The domain of a sender as mail programs show it: `Harbour Books <news@mail.harbour.example>`. */
export const domainOfSender = (sender: string): string | undefined =>
  /@([a-z0-9.-]+\.[a-z0-9-]+)/i.exec(sender)?.[1]?.toLowerCase();
