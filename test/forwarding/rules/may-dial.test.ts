import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublic, mayDial } from '#lambdas/forwarding/rules/may-dial.ts';

const judged = (url: string, ...hosts: string[]) => {
  const may = mayDial(url, hosts);
  return may.ok ? may.url.href : may.problem;
};

describe('mayDial', () => {
  it.each([
    ['https://www.example.com/hook?key=1', 'https://www.example.com/hook?key=1'],
    ['https://www.example.com:443/', 'https://www.example.com/'],
    ['HTTPS://WWW.EXAMPLE.COM/Hook', 'https://www.example.com/Hook'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
    ['https://www.example.com/#part', 'https://www.example.com/'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
  ])('takes %s', (url, href) => expect(judged(url)).toBe(href));

  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['no host', 'https://'],
    ['an IPv4 address out of range', 'https://256.1.1.1/'],
    ['plain HTTP', 'http://www.example.com/'],
    ['another protocol', 'ftp://www.example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,hello'],
    ['another port', 'https://www.example.com:8443/'],
    ['port 80', 'https://www.example.com:80/'],
    ['a user name', 'https://user@www.example.com/'],
    ['a password', 'https://user:word@www.example.com/'],
    ['a user name that looks like the host', 'https://www.example.com@127.0.0.1/'],
    ['a single name', 'https://metadata/'],
    ['localhost', 'https://localhost/'],
    ['localhost with a dot', 'https://localhost./'],
    ['a name below localhost', 'https://a.localhost/'],
    ['a trailing dot', 'https://www.example.com./'],
    ['a metadata name', 'https://metadata.google.internal/'],
    ['a local name', 'https://printer.local/'],
    ['a home name', 'https://nas.home.arpa/'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback elsewhere', 'https://127.8.9.10/'],
    ['loopback with a dot', 'https://127.0.0.1./'],
    ['loopback, short', 'https://127.1/'],
    ['loopback, decimal', 'https://2130706433/'],
    ['loopback, octal', 'https://0177.0.0.1/'],
    ['loopback, hexadecimal', 'https://0x7f000001/'],
    ['loopback, parts in hexadecimal', 'https://0x7f.0.0.1/'],
    ['loopback, full width', 'https://１２７.0.0.1/'],
    ['loopback, per cent', 'https://%31%32%37.0.0.1/'],
    ['no address', 'https://0.0.0.0/'],
    ['no address, short', 'https://0/'],
    ['ten', 'https://10.0.0.1/'],
    ['one hundred and seventy-two', 'https://172.16.0.1/'],
    ['one hundred and ninety-two', 'https://192.168.1.1/'],
    ['metadata', 'https://169.254.169.254/latest/meta-data/'],
    ['metadata, decimal', 'https://2852039166/'],
    ['container credentials', 'https://169.254.170.2/'],
    ['carrier-grade NAT', 'https://100.64.0.1/'],
    ['multicast', 'https://224.0.0.1/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['documentation', 'https://203.0.113.7/'],
    ['benchmarks', 'https://198.18.0.1/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['IPv6 nothing', 'https://[::]/'],
    ['IPv4-mapped', 'https://[::ffff:169.254.169.254]/'],
    ['IPv4-mapped in hexadecimal', 'https://[::ffff:a9fe:a9fe]/'],
    ['IPv4-mapped, public', 'https://[::ffff:8.8.8.8]/'],
    ['IPv4-compatible', 'https://[::7f00:1]/'],
    ['NAT64', 'https://[64:ff9b::a9fe:a9fe]/'],
    ['local NAT64', 'https://[64:ff9b:1::a9fe:a9fe]/'],
    ['6to4', 'https://[2002:7f00:1::]/'],
    ['Teredo', 'https://[2001:0:7f00:1::]/'],
    ['link-local', 'https://[fe80::1]/'],
    ['unique local, where AWS has its metadata', 'https://[fd00:ec2::254]/'],
    ['site-local', 'https://[fec0::1]/'],
    ['IPv6 multicast', 'https://[ff02::1]/'],
    ['IPv6 documentation', 'https://[2001:db8::1]/'],
    ['what nobody was given', 'https://[4000::1]/'],
  ])('refuses %s: %s', (_, url) => expect(mayDial(url, []).ok).toBe(false));

  it('takes a private host only where the deployment names it, with its port', () => {
    const named = '127.0.0.1:4723';
    expect(judged('http://127.0.0.1:4723/hook', named)).toBe('http://127.0.0.1:4723/hook');
    expect(judged('https://127.0.0.1:4723/hook', named)).toBe('https://127.0.0.1:4723/hook');
    expect(judged('http://2130706433:4723/', named)).toBe('http://127.0.0.1:4723/');
    for (const other of [
      'http://127.0.0.1:4724/',
      'http://127.0.0.1/',
      'http://localhost:4723/',
      'http://127.0.0.2:4723/',
    ])
      expect(mayDial(other, [named]).ok).toBe(false);
    expect(judged('http://a:b@127.0.0.1:4723/', named)).toBe('may not carry a user name or password');
  });
});

describe('isPublic', () => {
  it('is true of no address that stands for an inner IPv4 one, however it is written', () => {
    const inner = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), fc.nat(255), fc.nat(255)),
    );
    fc.assert(
      fc.property(inner, ([a, b, c, d]) => {
        const hex = [a * 256 + b, c * 256 + d].map((part) => part.toString(16)).join(':');
        const forms = [`${a}.${b}.${c}.${d}`, `::ffff:${hex}`, `::${hex}`, `64:ff9b::${hex}`, `2002:${hex}::`];
        expect(forms.filter(isPublic)).toEqual([]);
      }),
    );
  });

  it('is true of nothing that is no address', () => {
    for (const text of ['', 'www.example.com', '1.2.3', '::g', '1.2.3.4/8']) expect(isPublic(text)).toBe(false);
  });
});
