import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Composed, SendEmail } from './compose.ts';
import type { TrackedLink } from './tracking.ts';

/** A mail that SES took. */
export interface Kept extends Composed {
  readonly id: string;
  readonly at: string;
  readonly asked: SendEmail;
  readonly trackedLinks: readonly TrackedLink[] | undefined;
  /** What was told about it, in order. */
  readonly outcomes: Outcome[];
}

export interface Outcome {
  readonly event: string;
  readonly at: string;
  readonly detail?: string;
}

/** The newest mails: in memory for the inbox, and each as a file for whoever likes another reader. */
export class Mailbox {
  private readonly mails = new Map<string, Kept>();
  private readonly folder: string;
  private readonly most: number;

  constructor(folder: string, most = 500) {
    this.folder = folder;
    this.most = most;
    // Links of an earlier run lead nowhere: its secrets went with its emulator.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  keep(mail: Kept): void {
    this.mails.set(mail.id, mail);
    writeFileSync(this.fileOf(mail.id), mail.raw);
    const oldest = this.mails.keys().next();
    if (this.mails.size <= this.most || oldest.done) return;
    this.mails.delete(oldest.value);
    rmSync(this.fileOf(oldest.value), { force: true });
  }

  find(id: string): Kept | undefined {
    return this.mails.get(id);
  }

  /** Newest first; to one address, when one is named. */
  all(to: string | null): Kept[] {
    const mails = [...this.mails.values()].reverse();
    if (to === null) return mails;
    const wanted = to.toLowerCase();
    return mails.filter((mail) => recipientsOf(mail).some((address) => address.toLowerCase() === wanted));
  }

  private fileOf(id: string): string {
    return path.join(this.folder, `${id}.eml`);
  }
}

/** Bare addresses. */
export const recipientsOf = ({ asked }: Pick<Kept, 'asked'>): string[] => asked.Destination.ToAddresses.map(bare);

export const bare = (address: string): string => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address.trim();
