import { describe, expect, it } from 'vitest';
import { dmarcNames, dmarcOf } from '#lambdas/clients/rules/dmarc.ts';

/** RFC 9989 (ML-07). */
describe('a DMARC record', () => {
  it.each([
    ['v=DMARC1; p=none', { policy: 'none', subdomainPolicy: 'none', testing: false }],
    ['v=DMARC1;p=Quarantine;sp=reject;t=y', { policy: 'quarantine', subdomainPolicy: 'reject', testing: true }],
    [
      'v=DMARC1; p=reject; pct=20; rf=afrf; np=reject; psd=n',
      { policy: 'reject', subdomainPolicy: 'reject', testing: false },
    ],
    ['v=DMARC1; p=rejekt', { policy: 'none', subdomainPolicy: 'none', testing: false }],
    ['v=DMARC1; p=reject; psd=y', { policy: 'reject', subdomainPolicy: 'reject', testing: false, registry: true }],
    ['v=DMARC1', { policy: 'none', subdomainPolicy: 'none', testing: false }],
  ])('is read: %s', (record, read) => {
    expect(dmarcOf(record)).toEqual(read);
  });

  it.each(['v=spf1 -all', 'v=DMARC2; p=reject', 'p=reject; v=DMARC1', ''])('is not this: %s', (record) => {
    expect(dmarcOf(record)).toBeUndefined();
  });

  it('may stand above the domain, though not at the top', () => {
    expect(dmarcNames('news.mail.example.com')).toEqual([
      '_dmarc.news.mail.example.com',
      '_dmarc.mail.example.com',
      '_dmarc.example.com',
    ]);
  });

  it('is asked for eight times at most, however long the name', () => {
    const names = dmarcNames('a.b.c.d.e.f.g.h.i.mail.example.com');
    expect(names).toHaveLength(7);
    expect(names.slice(0, 2)).toEqual(['_dmarc.a.b.c.d.e.f.g.h.i.mail.example.com', '_dmarc.f.g.h.i.mail.example.com']);
  });
});
