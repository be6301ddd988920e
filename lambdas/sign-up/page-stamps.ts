import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a page that is posted says of itself. */
export interface Shown {
  /** The notice on it: what the ledger will say that the person saw. */
  readonly noticeId: string;
  /** When it was rendered; undefined when it does not say so, or not in our hand. */
  readonly at?: string;
}

/**
 * A hidden field of the form. It needs no session: the page itself carries which notice it showed and when, signed, so that
 * one that was left open for a day still works. A snippet on the client's own site names its notice and no time.
 */
export interface PageStamps {
  stamp(noticeId: string, at: string): string;
  /** @returns undefined when it names no notice */
  read(text: string | undefined): Shown | undefined;
}

export function pageStamps(secret: string): PageStamps {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'assent page stamps', 32));
  const mac = (body: string): Buffer => createHmac('sha256', key).update(body).digest().subarray(0, 16);
  return {
    stamp(noticeId, at) {
      const body = `${noticeId}.${Date.parse(at).toString(36)}`;
      return `${body}.${mac(body).toString('base64url')}`;
    },
    read(text = '') {
      const [, noticeId, time, given] = /^([\w-]{16})(?:\.([0-9a-z]{8,9})\.([\w-]{22}))?$/.exec(text) ?? [];
      if (noticeId === undefined) return undefined;
      if (time === undefined || given === undefined) return { noticeId };
      const ours = timingSafeEqual(mac(`${noticeId}.${time}`), Buffer.from(given, 'base64url'));
      return ours ? { noticeId, at: new Date(Number.parseInt(time, 36)).toISOString() } : { noticeId };
    },
  };
}
