import { CloudWatchClient, DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { running } from './running.ts';
import { soon } from './soon.ts';

const client = () => {
  running();
  return new CloudWatchClient({});
};

/** Of an alarm by its id in lib/constructs/alarms.ts. */
export async function alarmNamed(id: string) {
  const ask = { AlarmNames: [`Assent-Insight-${id}`], AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
  const { MetricAlarms = [], CompositeAlarms = [] } = await client().send(new DescribeAlarmsCommand(ask));
  const [alarm] = [...MetricAlarms, ...CompositeAlarms];
  if (!alarm) throw new Error(`there is no alarm ${id}`);
  return alarm;
}

const stateOf = async (id: string) => (await alarmNamed(id)).StateValue;

/** The local cloud's alarms live thirty times as fast: a five-minute one goes out ten seconds after its cause. */
export const rings = (id: string) =>
  soon(
    () => stateOf(id),
    (state) => state === 'ALARM',
    60_000,
  );
export const isQuiet = (id: string) =>
  soon(
    () => stateOf(id),
    (state) => state === 'OK',
    60_000,
  );

/** Every state that it took, newest first. */
export async function historyOf(id: string): Promise<string[]> {
  const ask = new DescribeAlarmHistoryCommand({
    AlarmName: `Assent-Insight-${id}`,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    HistoryItemType: 'StateUpdate',
  });
  const { AlarmHistoryItems = [] } = await client().send(ask);
  return AlarmHistoryItems.map(({ HistorySummary = '' }) => HistorySummary.replace(/^.* to /, ''));
}
