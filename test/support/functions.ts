import * as z from 'zod';
import { running } from './running.ts';

const deployed = z.object({
  Functions: z.array(z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional() })),
});
// The emulator looks at the key alone; root's may do everything.
const asRoot = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request' };

/**
 * Gives this process the environment of all deployed functions together, so that their handlers run here as they do there.
 * @returns what was taken, by name
 */
export async function takeEnvironment(): Promise<ReadonlyMap<string, string>> {
  const answer: unknown = await (await fetch(`${running().endpoint}/2015-03-31/functions`, { headers: asRoot })).json();
  const variables = new Map(
    deployed.parse(answer).Functions.flatMap(({ Environment }) => Object.entries(Environment?.Variables ?? {})),
  );
  variables.delete('NODE_OPTIONS');
  for (const [name, value] of variables) process.env[name] = value;
  return variables;
}
