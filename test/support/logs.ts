import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { running } from './running.ts';

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
export async function logLinesOnce(time: number, there: (lines: readonly string[]) => boolean): Promise<string[]> {
  for (let waited = 0; ; waited += 500) {
    const lines = await logLinesSince(time);
    if (there(lines) || waited > 15_000) return lines;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
