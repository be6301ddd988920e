import isEmail from 'validator/es/lib/isEmail.js';
import { domainToASCII } from 'node:url';

export type JudgedAddress =
  | {
      readonly ok: true;
      /** What SES is given: the local part as typed, the domain in punycode. */ readonly address: string;
      /** Stands for the address in keys: case folded, never stripped (AD-02, AD-03). */ readonly canonical: string;
    }
  | { readonly ok: false; readonly problem: AddressProblem };

export type AddressProblem =
  'missing' | 'has_space' | 'no_at' | 'too_long' | 'unusual_form' | 'not_ascii' | 'not_an_address' | 'reserved_domain';

/** Domains that can never receive (RFC 2606, 6761; ML-12). */
const reserved = /(^|\.)(invalid|localhost|example|test|onion)$/;

/** Judges an address as typed (requirements.md section 7). Only confirming shows that it is theirs. */
export function judgeAddress(typed: string): JudgedAddress {
  const text = typed.trim();
  if (text === '') return problem('missing');
  if (/\s/.test(text)) return problem('has_space');
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return problem('no_at');
  const local = text.slice(0, at);
  const domain = domainToASCII(
    text
      .slice(at + 1)
      .normalize('NFC')
      .toLowerCase(),
  );
  if (/^".*"$/.test(local) || text.includes('(') || text.includes('[')) return problem('unusual_form'); // AD-05
  if (/[^\x21-\x7e]/.test(local)) return problem('not_ascii'); // AD-04: SES has no SMTPUTF8
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(local) > 64 || Buffer.byteLength(address) > 254) return problem('too_long'); // AD-01
  if (domain === '' || !isEmail(address, { allow_utf8_local_part: false })) return problem('not_an_address');
  if (reserved.test(domain)) return problem('reserved_domain');
  return { ok: true, address, canonical: `${local.toLowerCase()}@${domain}` };
}

const problem = (which: AddressProblem): JudgedAddress => ({ ok: false, problem: which });
