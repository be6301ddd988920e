import { randomBytes } from 'node:crypto';

export interface Ids {
  /** 96 random bits, 16 characters of base64url. */
  next(): string;
}

export const randomIds: Ids = { next: () => randomBytes(12).toString('base64url') };

/** Sorts by time: milliseconds as nine characters of base36, then randomness. */
export const sortableId = (at: string, ids: Ids): string =>
  `${Date.parse(at).toString(36).padStart(9, '0')}-${ids.next()}`;
