import { describe, expect, it } from 'vitest';
import { statusAfter } from '#lambdas/clients/rules/sender-status.ts';
import type { SenderLook, SesView } from '#lambdas/clients/rules/sender-status.ts';

type Found = SenderLook['found'][number];
/** Three of DKIM, MX, SPF, DMARC. */
const all: Found[] = ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'];
const but = (place: number, found: Found): Found[] => all.map((each, index) => (index === place ? found : each));
const ses = (overrides: Partial<Exclude<SesView, 'gone'>> = {}): SesView => ({
  verified: true,
  dkim: 'SUCCESS',
  mailFrom: 'SUCCESS',
  ...overrides,
});

describe('a sender domain (ML-06, ML-07, ML-08, ML-21)', () => {
  it.each<[string, SesView, Found[], { waiting: string; ready: string; broken: string }]>([
    ['all is there', ses(), all, { waiting: 'ready', ready: 'ready', broken: 'ready' }],
    ['a DKIM record is missing', ses(), but(1, 'no'), { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
    ['the MX leads elsewhere', ses(), but(3, 'other'), { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
    ['SPF is missing', ses(), but(4, 'no'), { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
    ['DMARC is missing', ses(), but(5, 'no'), { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
    ['there are two of DMARC', ses(), but(5, 'other'), { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
    ['the DNS says nothing', ses(), but(0, 'not_looked'), { waiting: 'waiting', ready: 'ready', broken: 'broken' }],
    ['nobody knows its records', ses(), [], { waiting: 'waiting', ready: 'ready', broken: 'broken' }],
    [
      'SES has not seen the records yet',
      ses({ verified: false, dkim: 'PENDING', mailFrom: 'PENDING' }),
      all,
      { waiting: 'waiting', ready: 'broken', broken: 'broken' },
    ],
    [
      'SES looks once more',
      ses({ dkim: 'TEMPORARY_FAILURE', mailFrom: 'TEMPORARY_FAILURE' }),
      all,
      { waiting: 'waiting', ready: 'ready', broken: 'broken' },
    ],
    ['SES gave up on DKIM', ses({ dkim: 'FAILED' }), all, { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
    [
      'SES gave up on MAIL FROM',
      ses({ mailFrom: 'FAILED' }),
      all,
      { waiting: 'waiting', ready: 'broken', broken: 'broken' },
    ],
    [
      'SES would refuse its mail',
      ses({ verified: false }),
      all,
      { waiting: 'waiting', ready: 'broken', broken: 'broken' },
    ],
    ['SES has no such identity', 'gone', all, { waiting: 'waiting', ready: 'broken', broken: 'broken' }],
  ])('when %s', (_, view, found, after) => {
    expect({
      waiting: statusAfter('waiting', { ses: view, found }),
      ready: statusAfter('ready', { ses: view, found }),
      broken: statusAfter('broken', { ses: view, found }),
    }).toEqual(after);
  });
});
