/** Time is a dependency: rules take it as an argument, use cases from here. */
export interface Clock {
  /** ISO 8601, UTC, milliseconds. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `later('2026-11-24T00:00:00.000Z', 7 * day)` */
export const later = (at: string, byMs: number): string => new Date(Date.parse(at) + byMs).toISOString();

/** Seconds since 1970, as DynamoDB's time to live wants them. */
export const epochSeconds = (at: string): number => Math.ceil(Date.parse(at) / second);
