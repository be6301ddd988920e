import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { running } from './running.ts';
import { soon } from './soon.ts';

/** Every line that any function or the gateway has logged since, of this deployment. */
export async function logLinesSince(time: number): Promise<string[]> {
  running();
  const client = new CloudWatchLogsClient({});
  const lines: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {}))
    for (const { logGroupName } of logGroups) {
      // ministack 1.5.33 gives no token with what it cuts off: the most that one answer may hold.
      let nextToken: string | undefined;
      do {
        const answer = await client.send(
          new FilterLogEventsCommand({ logGroupName, startTime: time, nextToken, limit: 10_000 }),
        );
        lines.push(...(answer.events ?? []).map(({ message = '' }) => message));
        ({ nextToken } = answer);
      } while (nextToken);
    }
  return lines;
}

/** Logs come a moment after the answer. */
export const logLinesOnce = (time: number, there: (lines: readonly string[]) => boolean): Promise<string[]> =>
  soon(() => logLinesSince(time), there);
