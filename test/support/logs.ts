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
      let nextToken: string | undefined;
      do {
        const answer = await client.send(
          new FilterLogEventsCommand({ logGroupName, startTime: time, nextToken, limit: 1_000 }),
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
