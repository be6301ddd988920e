import { describe, expect, it } from 'vitest';
import { compare } from '#local/metrics.ts';

const body = (...metrics: unknown[][]) =>
  JSON.stringify({ widgets: [{ properties: { metrics } }, { properties: {} }] });
const line = (name: string, dimensions: string[][], unit = 'Count') =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [{ Namespace: 'Assent', Dimensions: dimensions, Metrics: [{ Name: name, Unit: unit }] }],
    },
  });
const fine = { neverWritten: [], neverShown: [], unknownOfAws: [], oddUnits: [] };

describe('compare', () => {
  it('finds nothing to say where dashboards show what was written', () => {
    const shown = [
      ['Assent', 'MailUnknown', 'service', 'assent', { stat: 'Sum' }],
      [{ expression: `SEARCH('{Assent,service,purpose} MetricName="MailSent"', 'Sum', 3600)` }],
      [{ expression: `100 * SEARCH('{Assent,service,client} MetricName="MailBounced"', 'Average', 86400)` }],
    ];
    const lines = [
      line('MailUnknown', [['service']]),
      line('MailSent', [['service', 'purpose']]),
      line('MailBounced', [['service', 'client']]),
    ];
    expect(compare([body(...shown)], lines)).toEqual(fine);
  });

  it.each([
    ['a name', line('MailSend', [['service', 'purpose']])],
    ['a dimension', line('MailSent', [['service', 'client']])],
    ['a set of dimensions', line('MailSent', [['service']])],
  ])('names both when %s differs', (_what, written) => {
    const shown = body([{ expression: `SEARCH('{Assent,service,purpose} MetricName="MailSent"', 'Sum', 3600)` }]);
    const { neverWritten, neverShown } = compare([shown], [written]);
    expect(neverWritten).toEqual(['Assent MailSent purpose,service']);
    expect(neverShown).toHaveLength(1);
  });

  it('names what is written in another unit', () => {
    const shown = body(['Assent', 'MailUnknown', 'service', 'assent']);
    expect(compare([shown], [line('MailUnknown', [['service']], 'Seconds')]).oddUnits).toEqual([
      'Assent MailUnknown service',
    ]);
  });

  it('names what AWS does not measure', () => {
    expect(compare([body(['AWS/Lambda', 'Erors'])], []).unknownOfAws).toEqual(['AWS/Lambda Erors']);
    expect(compare([body(['AWS/Lambda', 'Errors'], ['Assent-Insight', 'Unsubscribed'])], [])).toEqual(fine);
  });
});
