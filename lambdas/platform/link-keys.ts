import * as z from 'zod';

/** The link secret: JSON of key id → key. @throws when it is not */
export const linkKeys = (secret: string): Record<string, string> =>
  z.record(z.string(), z.string().min(32)).parse(JSON.parse(secret));
