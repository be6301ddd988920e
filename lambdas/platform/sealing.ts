import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Where a sealed text belongs: it opens nowhere else. */
export interface SealedPlace {
  readonly contactId: string;
  readonly seq: number;
}

/**
 * Personal details are kept under a key per contact, made of the deployment's secret and the contact's own salt. Without
 * the salt nobody can make the key again: destroying it erases the person, wherever copies of the ciphertext are.
 */
export interface Sealer {
  newSalt(): string;
  /** 32 bytes. */
  keyOf(salt: string, contactId: string): Buffer;
}

export function sealer(secret: string): Sealer {
  return {
    newSalt: () => randomBytes(16).toString('base64url'),
    keyOf: (salt, contactId) =>
      Buffer.from(hkdfSync('sha256', secret, Buffer.from(salt, 'base64url'), `assent contact ${contactId}`, 32)),
  };
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM; base64url of nonce ‖ ciphertext ‖ tag. Works offline, with the key alone. */
export function seal(key: Buffer, place: SealedPlace, details: unknown): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aadOf(place));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(details), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString('base64url');
}

/** @throws when the key or the place is another, or a single bit was changed */
export function open(key: Buffer, place: SealedPlace, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new Error('the sealed text is too short to be one');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes)).setAAD(aadOf(place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  return JSON.parse(text.toString('utf8'));
}

const aadOf = ({ contactId, seq }: SealedPlace): Buffer => Buffer.from(`${contactId}.${seq}`);
