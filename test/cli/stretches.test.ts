import { describe, expect, it } from 'vitest';
import { stretchesOf } from '../../bin/redrive/stretches.ts';

const pointer = (first: string, last: string) => ({
  DDBStreamBatchInfo: {
    approximateArrivalOfFirstRecord: `2026-11-24T${first}Z`,
    approximateArrivalOfLastRecord: `2026-11-24T${last}Z`,
  },
});

describe('the times in which lost events were written', () => {
  it('begin a minute before the first arrived and end a minute after the last', () => {
    expect(stretchesOf([pointer('10:05:00', '10:07:30')])).toEqual([
      { from: '2026-11-24T10:04:00.000Z', to: '2026-11-24T10:08:30.000Z' },
    ]);
  });

  it('are read once where they overlap, and apart where they do not, in whatever order they came', () => {
    const pointers = [
      pointer('12:00:00', '12:00:00'),
      pointer('10:06:00', '10:09:00'),
      pointer('10:05:00', '10:07:00'),
    ];
    expect(stretchesOf(pointers).map(({ from, to }) => `${from.slice(11, 16)}–${to.slice(11, 16)}`)).toEqual([
      '10:04–10:10',
      '11:59–12:01',
    ]);
  });

  it('are none when nothing was lost', () => {
    expect(stretchesOf([])).toEqual([]);
  });
});
