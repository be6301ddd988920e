import { readFileSync } from 'node:fs';
import * as z from 'zod';

const service = z.object({
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
  DirectoryTable: z.string(),
  ApiId: z.string(),
  CheckpointsBucket: z.string(),
  WriteCheckpoint: z.string(),
});

/** What a running cloud tells of itself. @see local/README.md */
const shape = z.object({
  version: z.literal(1),
  endpoint: z.string(),
  region: z.string(),
  publicUrl: z.string(),
  inboxUrl: z.string(),
  outputs: z.object({ 'Assent-Service': service }),
  decisionsLog: z.string(),
  webhookReceiver: z.object({ url: z.string() }),
});
export type Running = z.output<typeof shape>;

export function running(): Running {
  const file = process.env.ASSENT_RUNNING;
  if (!file)
    throw new Error('ASSENT_RUNNING names no running.json: run `npm test`, or point it at that of `npm start`');
  const found = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  process.env.AWS_ENDPOINT_URL = found.endpoint;
  process.env.AWS_REGION = found.region;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  return found;
}
