import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuiet, localTime, scheduleExpression } from '#lambdas/campaigns/rules/local-time.ts';
import { timeZone } from '#contract/campaigns.ts';

describe('when EventBridge sends it', () => {
  it.each([
    ['2026-12-01T09:00:00.000Z', 'Europe/Berlin', 'at(2026-12-01T10:00:00)', 'Europe/Berlin'],
    ['2026-07-01T09:00:00.000Z', 'Europe/Berlin', 'at(2026-07-01T11:00:00)', 'Europe/Berlin'],
    ['2026-12-01T23:30:00.000Z', 'Asia/Kolkata', 'at(2026-12-02T05:00:00)', 'Asia/Kolkata'],
    ['2026-12-01T00:00:00.000Z', 'UTC', 'at(2026-12-01T00:00:00)', 'UTC'],
    // Clocks go back at 01:00 UTC: 02:30 is there twice.
    ['2026-10-25T00:30:00.000Z', 'Europe/Berlin', 'at(2026-10-25T00:30:00)', 'UTC'],
    ['2026-10-25T01:30:00.000Z', 'Europe/Berlin', 'at(2026-10-25T01:30:00)', 'UTC'],
    ['2026-10-25T02:30:00.000Z', 'Europe/Berlin', 'at(2026-10-25T03:30:00)', 'Europe/Berlin'],
    // They go back by half an hour.
    ['2027-04-03T15:15:00.000Z', 'Australia/Lord_Howe', 'at(2027-04-03T15:15:00)', 'UTC'],
  ])('%s in %s', (at, zone, expression, by) => {
    expect(scheduleExpression(at, zone)).toEqual({ expression, timeZone: by });
  });

  it('means one moment, whatever the moment and the place', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true }),
        zones,
        (date, zone) => {
          const at = new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString();
          const { expression, timeZone: by } = scheduleExpression(at, zone);
          const wall = expression.slice(3, -1);
          const near = [-3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3].map(
            (hours) => new Date(Date.parse(at) + hours * 3_600_000),
          );
          expect(
            near.filter((each) => localTime(each.toISOString(), by) === wall).map((each) => each.toISOString()),
          ).toEqual([at]);
        },
      ),
    );
  });
});

describe('at night', () => {
  it.each([
    ['2026-12-01T20:59:00.000Z', 'Europe/Berlin', false],
    ['2026-12-01T21:00:00.000Z', 'Europe/Berlin', true],
    ['2026-12-01T05:59:00.000Z', 'Europe/Berlin', true],
    ['2026-12-01T06:00:00.000Z', 'Europe/Berlin', false],
    ['2026-12-01T12:00:00.000Z', 'America/Los_Angeles', true],
  ])('%s in %s', (at, zone, quiet) => {
    expect(isQuiet(at, zone)).toBe(quiet);
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])('is %s', (name) => {
    expect(timeZone.safeParse(name).success).toBe(true);
  });
  it.each(['', 'Berlin', '+01:00', 'Europe/Nowhere', 'Europe/Berlin; x'])('is not "%s"', (name) => {
    expect(timeZone.safeParse(name).success).toBe(false);
  });
});
