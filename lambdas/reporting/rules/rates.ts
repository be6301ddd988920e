import type { Excess, ExcessKind } from '#contract/protection.ts';

/** What came of messages over some time. */
export interface RateSums {
  readonly delivered: number;
  readonly complaints: number;
  readonly hardBounces: number;
  readonly rejects: number;
  /** What SES named as causes, and how often. */
  readonly causes: Readonly<Record<string, number>>;
}

export interface RateLimit {
  /** From this share on it is too many. */
  readonly share: number;
  /** Fewer say nothing: of a hundred people one may press the wrong button. */
  readonly least: number;
}
export type RateLimits = Readonly<Record<ExcessKind, RateLimit>>;

/**
 * Where SES begins to look into an account (requirements.md 4.4): complaints 0.1 % of deliveries, hard bounces 5 %. Rejects are
 * messages in which SES found a virus: a handful means that something is wrong with the content.
 */
export const defaultLimits: RateLimits = {
  complaints: { share: 0.001, least: 3 },
  hard_bounces: { share: 0.05, least: 10 },
  rejects: { share: 0.01, least: 3 },
};

/**
 * Of all mail of the account, only what SES itself would stop mail for (requirements.md 4.4): one client's bad campaign is stopped by
 * its own rates, and does not stop the others.
 */
export const accountLimits: RateLimits = {
  complaints: { share: 0.005, least: 50 },
  hard_bounces: { share: 0.1, least: 100 },
  rejects: { share: 0.05, least: 50 },
};

/** Over the last day; a campaign that was let go on, since then. */
export const windowHours = 24;

/** Pure. @returns what is over its limit; nothing when all is well */
export function excessIn(scope: Excess['scope'], sums: RateSums, limits: RateLimits = defaultLimits): Excess[] {
  const ended = sums.delivered + sums.hardBounces + sums.rejects;
  const judged = (what: ExcessKind, count: number, of: number): Excess[] => {
    const { share: limit, least } = limits[what];
    // Complaints come after their delivery was told; should they not, each is of one delivery at least.
    const share = count / Math.max(of, count, 1);
    return count >= least && share >= limit ? [{ scope, what, count, of, share, limit, hours: windowHours }] : [];
  };
  return [
    ...judged('complaints', sums.complaints, sums.delivered),
    ...judged('hard_bounces', sums.hardBounces, ended),
    ...judged('rejects', sums.rejects, ended),
  ];
}

export const noSums: RateSums = { delivered: 0, complaints: 0, hardBounces: 0, rejects: 0, causes: {} };

export const sumOf = (all: readonly RateSums[]): RateSums =>
  all.reduce((sum, each) => {
    const causes = { ...sum.causes };
    for (const [cause, count] of Object.entries(each.causes)) causes[cause] = (causes[cause] ?? 0) + count;
    return {
      delivered: sum.delivered + each.delivered,
      complaints: sum.complaints + each.complaints,
      hardBounces: sum.hardBounces + each.hardBounces,
      rejects: sum.rejects + each.rejects,
      causes,
    };
  }, noSums);
