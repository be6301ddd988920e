import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { TableDefinition } from '#lambdas/platform/keys/table.ts';
import { running } from './running.ts';

const functions = z.object({ Functions: z.array(z.object({ FunctionName: z.string() })) });
// The emulator looks at the key alone; root's may do everything.
const asRoot = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request' };

/** Runs a function of the local cloud as its schedule would, and waits for its end. @param name as in lib/service.ts */
export async function runJob(name: string): Promise<void> {
  const url = `${running().endpoint}/2015-03-31/functions`;
  const { Functions } = functions.parse(await (await fetch(url, { headers: asRoot })).json());
  const found = Functions.find(({ FunctionName }) => FunctionName.includes(name.replaceAll('-', '')));
  if (!found) throw new Error(`${name} is not deployed`);
  const answer = await fetch(`${url}/${found.FunctionName}/invocations`, {
    method: 'POST',
    headers: asRoot,
    body: '{}',
  });
  if (!answer.ok || answer.headers.has('x-amz-function-error'))
    throw new Error(`${name} failed: ${await answer.text()}`);
}

/** Lets a store work on the tables that are deployed. */
export async function deployedTables(...definitions: TableDefinition[]): Promise<void> {
  running();
  const { TableNames = [] } = await new DynamoDBClient({}).send(new ListTablesCommand({}));
  for (const { name, environment } of definitions) {
    const found = TableNames.find((each) => each.startsWith(`Assent-Data-${name}Table`));
    if (!found) throw new Error(`the table ${name} is not deployed`);
    process.env[environment] = found;
  }
}
