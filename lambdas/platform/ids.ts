import { randomBytes } from 'node:crypto';

export interface Ids {
  /** Some 96 random bits, 16 characters of base64url. */
  next(): string;
}

export const randomIds: Ids = { next: () => drawn() };

/** None begins with `-`: a spreadsheet takes such a cell for a formula, and an export would have to change it. */
function drawn(): string {
  const id = randomBytes(12).toString('base64url');
  return id.startsWith('-') ? drawn() : id;
}

/** Sorts as the times do: milliseconds as nine characters of base36. */
export const sortableTime = (at: string): string => Date.parse(at).toString(36).padStart(9, '0');

/** Sorts by time, then at random. */
export const sortableId = (at: string, ids: Ids): string => `${sortableTime(at)}-${ids.next()}`;

/** An id that sorts by time: nine characters of it, seven at random. */
export const timedId = (at: string, ids: Ids): string => sortableTime(at) + ids.next().slice(0, 7);
