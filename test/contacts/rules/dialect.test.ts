import { describe, expect, it } from 'vitest';
import { decoderOf, dialectOf } from '#lambdas/contacts/rules/dialect.ts';

const text = 'E-Mail;Vorname\nanna@muenchen.example;Jörg\nben@muenchen.example;Zoë\n';
const utf16be = (from: string) => Buffer.from(from, 'utf16le').swap16();

describe('dialectOf', () => {
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 as Excel writes it', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16, the other way round', utf16be(`\ufeff${text}`), 'utf-16be'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16 without a mark, the other way round', utf16be(text), 'utf-16be'],
    ['Windows-1252', Buffer.from(text, 'latin1'), 'windows-1252'],
  ])('knows %s, and reads it', (_, bytes, encoding) => {
    expect(dialectOf(bytes)).toEqual({ encoding, delimiter: ';' });
    expect(decoderOf(encoding as 'utf-8').decode(bytes)).toBe(text);
  });

  it('takes a sample that ends within a character for what it is', () => {
    expect(dialectOf(Buffer.from('name\nZoë').subarray(0, -1))).toMatchObject({ encoding: 'utf-8' });
  });

  it.each([
    [',', 'a,b;c\n1,2\n3,4\n'],
    [';', 'a;b\n"x,y";2\n3;4,5\n'],
    ['\t', 'a\tb,c\n1\t2\n'],
    [',', 'address\nada@x.org\n'],
    [',', ''],
  ])('finds %j between the cells', (delimiter, sample) =>
    expect(dialectOf(Buffer.from(sample))).toMatchObject({ delimiter }),
  );

  it('refuses workbooks by name', () => {
    expect(dialectOf(Buffer.from('PK\u0003\u0004…'))).toHaveProperty('not');
    expect(dialectOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toHaveProperty('not');
  });
});
