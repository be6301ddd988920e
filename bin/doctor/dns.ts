import { Resolver } from 'node:dns/promises';

/** `unknown` says nothing of whether there is a record: the question itself failed. */
export type Records =
  | { readonly answer: 'records'; readonly records: readonly string[] }
  | { readonly answer: 'none' }
  | { readonly answer: 'unknown'; readonly because: string };

/** RFC 2606: nobody can have these, and asking the network for them says nothing. */
const reserved = /(^|\.)(test|example|invalid|localhost)$|^bounce\.$/;
const absent = new Set(['ENOTFOUND', 'ENODATA']);

/** MX records as `10 host`; the parts of a TXT record joined. */
export async function recordsOf(type: 'MX' | 'TXT', name: string): Promise<Records> {
  if (reserved.test(name)) return { answer: 'unknown', because: 'the name is reserved for tests' };
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  try {
    const records =
      type === 'MX'
        ? (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange.toLowerCase()}`)
        : (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    return records.length === 0 ? { answer: 'none' } : { answer: 'records', records };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return absent.has(code) ? { answer: 'none' } : { answer: 'unknown', because: code };
  }
}
