import { describe, expect, it } from 'vitest';
import { pace, progressInWords, shareOf } from '../../bin/campaigns/in-words.ts';
import type { Progress } from '#contract/sending.ts';

const progress = (changes: Partial<Progress> = {}): Progress => ({
  campaignId: 'decemberletter01',
  state: 'sending',
  partitionsPlanned: 64,
  planned: 400,
  leftOut: {},
  sent: 90,
  skipped: { missing_value: 8 },
  failed: {},
  unknown: 2,
  rate: 2,
  secondsLeft: 150,
  ...changes,
});

describe('the bar of a campaign', () => {
  it('says how many of how many, how fast, and how long yet', () => {
    expect(shareOf(progress())).toBe(0.25);
    expect(pace(progress())).toBe('100 of 400, 2.0 a second, 3 min left');
    expect(pace(progress({ waitsFor: 'the quota of the day' }))).toBe('100 of 400, the quota of the day');
  });

  it('does not take for the whole what was read of the list so far', () => {
    const early = progress({ partitionsPlanned: 16, planned: 100, sent: 15 });
    expect(shareOf(early)).toBe(0.0625);
    expect(pace(early)).toBe('25, and the list is being read');
    expect(shareOf(progress({ partitionsPlanned: 0, planned: 0, sent: 0, skipped: {}, unknown: 0 }))).toBe(0);
  });
});

it('says at the end why a campaign is paused', () => {
  expect(progressInWords({ ...progress({ state: 'paused' }), because: 'the price is wrong' })).toContain(
    'campaign decemberletter01 is paused: the price is wrong\n',
  );
});
