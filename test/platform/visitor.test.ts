import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { networkOf } from '#lambdas/platform/visitor.ts';

describe('the network of a visitor', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['::FFFF:cb00:714d', '203.0.113.0/24'],
    ['2001:db8:1234:5678:9abc:def0:1234:5678', '2001:db8:1234::/48'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::/48'],
    ['2001:db8::ffff:203.0.113.77', '2001:db8::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
    ['::1', '::/48'],
  ])('of %s is %s: the address itself goes no further', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(['', 'localhost', '203.0.113', '203.0.113.777', '2001:db8::1::2', '[::1]', '203.0.113.77:443'])(
    'of "%s" is not known',
    (address) => {
      expect(networkOf(address)).toBeUndefined();
    },
  );

  it('is what a library of addresses says, whatever the address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        // An old way to write IPv4 that nothing on the internet comes from (RFC 4291, 2.5.5.1); the library still reads it.
        fc.pre(!/^[0:]*:\d+\.\d/.test(address));
        const parsed = ipaddr.process(address);
        const bits = parsed.kind() === 'ipv4' ? 24 : 48;
        const bytes = parsed.toByteArray().map((byte, place) => (place < bits / 8 ? byte : 0));
        expect(networkOf(address)).toBe(`${ipaddr.fromByteArray(bytes).toString()}/${bits}`);
      }),
      { numRuns: 2_000 },
    );
  });
});
