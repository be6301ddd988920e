import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256Of } from './canonical-json.ts';

export type LinkKind = 'unsubscribe' | 'preferences';

/** Whose link it is: an address at a client, and the list whose mail carried it. */
export interface LinkTarget {
  readonly addressKey: string;
  readonly listId: string;
}

/** Whose copy of which message it is. */
export interface WebCopyTarget {
  readonly clientId: string;
  readonly campaignId: string;
  readonly contactId: string;
}

/**
 * Links in mails. Unsubscribe and preference links hold all that is needed to act on them, so that they go on working when
 * list, form or client are gone (CS-06); confirm links carry a 256-bit secret of which only the hash is kept. No address
 * stands in any of them (requirements.md 6.4).
 */
export interface LinkTokens {
  readonly currentKeyId: string;
  /** The secret of a confirm link, made again by whoever sends the mail. 32 bytes. */
  confirmSecret(keyId: string, request: { addressKey: string; contactId: string; seq: number }): Buffer;
  linkToken(kind: LinkKind, target: LinkTarget): string;
  /** @returns undefined for whatever we did not sign for this kind */
  parseLinkToken(kind: LinkKind, token: string): LinkTarget | undefined;
  webCopyToken(target: WebCopyTarget): string;
  /** @returns undefined for whatever we did not sign */
  parseWebCopyToken(token: string): WebCopyTarget | undefined;
}

/** @param keys key id (`k1`, `k2`, …) → key; the highest signs, all of them verify */
export function linkTokens(keys: Readonly<Record<string, string>>): LinkTokens {
  const numbers = Object.keys(keys).map(keyNumber);
  if (numbers.length === 0) throw new Error('the link secret holds no key: it should be {"k1": "…"}');
  const current = Math.max(...numbers);
  const keyAt = (number: number): string | undefined => keys[`k${number}`];
  const mac = (key: string, context: string, body: Buffer): Buffer =>
    createHmac('sha256', key).update(`assent ${context}\n`).update(body).digest();
  /** Key id, what it is about, and 128 bits that only we can make. */
  const signed = (kind: string, about: Buffer): string => {
    const body = Buffer.concat([Buffer.of(current), about]);
    return Buffer.concat([body, mac(keyAt(current) ?? '', kind, body).subarray(0, 16)]).toString('base64url');
  };
  const verified = (kind: string, token: string, length: number): Buffer | undefined => {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== 1 + length + 16 || bytes.toString('base64url') !== token) return undefined;
    const body = bytes.subarray(0, 1 + length);
    const key = keyAt(bytes.readUInt8(0));
    if (key === undefined || !timingSafeEqual(mac(key, kind, body).subarray(0, 16), bytes.subarray(1 + length)))
      return undefined;
    return body.subarray(1);
  };

  return {
    currentKeyId: `k${current}`,
    confirmSecret(keyId, { addressKey, contactId, seq }) {
      const key = keys[keyId];
      if (key === undefined)
        throw new Error(`the link secret no longer holds ${keyId}, which open requests were made with`);
      return mac(key, 'confirm', Buffer.from(`${addressKey}.${contactId}.${seq}`));
    },
    linkToken: (kind, { addressKey, listId }) =>
      signed(kind, Buffer.concat([bytesOf(addressKey, 16), bytesOf(listId, 12)])),
    parseLinkToken(kind, token) {
      const about = verified(kind, token, 28);
      return about && { addressKey: idIn(about, 0, 16), listId: idIn(about, 16, 28) };
    },
    webCopyToken: ({ clientId, campaignId, contactId }) =>
      signed('web copy', Buffer.concat([clientId, campaignId, contactId].map((id) => bytesOf(id, 12)))),
    parseWebCopyToken(token) {
      const about = verified('web copy', token, 36);
      return about && { clientId: idIn(about, 0, 12), campaignId: idIn(about, 12, 24), contactId: idIn(about, 24, 36) };
    },
  };
}

/** 64 characters: where to look, and the secret to compare. */
export const confirmToken = (addressKey: string, secret: Buffer): string =>
  Buffer.concat([bytesOf(addressKey, 16), secret]).toString('base64url');

/** @returns undefined for what has not the form of a confirm link */
export function parseConfirmToken(token: string): { addressKey: string; secretHash: string } | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 48 || bytes.toString('base64url') !== token) return undefined;
  return { addressKey: bytes.subarray(0, 16).toString('base64url'), secretHash: sha256Of(bytes.subarray(16)) };
}

export const secretHashOf = (secret: Buffer): string => sha256Of(secret);

const idIn = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('base64url');

function bytesOf(text: string, length: number): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== length) throw new Error(`expected ${length} bytes of base64url, got ${bytes.length}`);
  return bytes;
}

function keyNumber(keyId: string): number {
  const number = Number(/^k(\d{1,2})$/.exec(keyId)?.[1]);
  if (!Number.isInteger(number)) throw new Error(`${keyId} is not a key id: k1, k2, … k99`);
  return number;
}
