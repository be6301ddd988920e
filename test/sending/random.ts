/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface Random {
  (): number;
  /** Of the characters of base64url. */
  id(length: number): string;
  letterAt(place: number): string;
  below(most: number): number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(next() * most);
  const id = (length: number) => Array.from({ length }, () => alphabet[below(64)]).join('');
  const letterAt = (place: number) => alphabet.charAt(place);
  return Object.assign(next, { id, letterAt, below });
}
