import type { ConsentEvent, Notice } from '#contract/consent.ts';
import type { Step } from '#lambdas/consent/rules/standing-after.ts';
import type { Mailbox, Standing } from '#lambdas/consent/rules/standing.ts';
import type { Committed, StandingStore } from '#lambdas/consent/standing-store.ts';

/** What the tables would hold, with the conditions of the real store. `beforeCommit` lets somebody else be faster. */
export function memoryStandings(notices: readonly Notice[] = []) {
  const standings = new Map<string, Standing>();
  const mailboxes = new Map<string, Mailbox>();
  const events: ConsentEvent[] = [];
  const races: (() => void)[] = [];
  const faults: ('before' | 'after')[] = [];
  const commitAll = (before: Standing | undefined, steps: readonly Step[]): Promise<Committed> => {
    races.shift()?.();
    const fault = faults.shift();
    if (fault === 'before') return Promise.reject(new Error('the table did not answer'));
    const last = steps.at(-1)!.standing;
    if (standings.get(last.addressKey)?.headHash !== before?.headHash) return Promise.resolve('changed_meanwhile');
    standings.set(last.addressKey, last);
    events.push(...steps.map(({ event }) => event));
    return fault === 'after' ? Promise.reject(new Error('the answer was lost')) : Promise.resolve('committed');
  };
  const store: StandingStore = {
    find: (addressKey) => Promise.resolve(standings.get(addressKey)),
    ofContact: (contactId) => Promise.resolve([...standings.values()].find((each) => each.contactId === contactId)),
    mailbox: (mailboxHash) => Promise.resolve(mailboxes.get(mailboxHash)),
    event: (contactId, seq) => Promise.resolve(events.find((each) => each.contactId === contactId && each.seq === seq)),
    chain: (contactId) => Promise.resolve(events.filter((each) => each.contactId === contactId)),
    notice: (noticeId) => Promise.resolve(notices.find((each) => each.noticeId === noticeId)),
    commit: (before, step) => commitAll(before, [step]),
    commitAll,
    keepProfile: (before, after) => {
      const unchanged = standings.get(after.addressKey)?.headHash === before.headHash;
      if (unchanged) standings.set(after.addressKey, after);
      return Promise.resolve(unchanged);
    },
    suppressMailbox: (mailboxHash, at) => {
      if (!mailboxes.get(mailboxHash)?.suppressed)
        mailboxes.set(mailboxHash, { v: 1, suppressed: { reason: 'hard_bounce', at } });
      return Promise.resolve();
    },
    keepSoftBounces: (mailboxHash, before, after) => {
      const unchanged = mailboxes.get(mailboxHash) === before;
      if (unchanged) mailboxes.set(mailboxHash, { v: 1, ...before, ...after });
      return Promise.resolve(unchanged);
    },
  };
  return {
    store,
    events,
    mailboxes,
    put: ({ standing, event }: Step) => {
      standings.set(standing.addressKey, standing);
      events.push(event);
    },
    standing: (addressKey: string) => standings.get(addressKey),
    /** The next commit fails: without effect, or after it. */
    fail: (when: 'before' | 'after') => void faults.push(when),
    race: (other: () => void) => void races.push(other),
  };
}
