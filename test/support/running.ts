import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { clientId, formId, id, language, listId } from '#contract/common.ts';

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
  pid: z.int(),
  endpoint: z.string(),
  region: z.string(),
  publicUrl: z.string(),
  inboxUrl: z.string(),
  outputs: z.object({
    'Assent-Service': service,
    'Assent-Insight': z.looseObject({
      AlarmTopicArn: z.string(),
      AnalysisWorkGroup: z.string(),
      AnalystsPolicy: z.string(),
    }),
  }),
  decisionsLog: z.string(),
  webhookReceiver: z.object({ url: z.string() }),
  dashboardsUrl: z.string(),
  logs: z.string(),
});
export type Running = z.output<typeof shape>;

/** Who and what is there from the beginning (local/seed-data.ts). */
const seededShape = z.object({
  users: z.array(
    z.object({
      userName: z.string(),
      displayName: z.string(),
      password: z.string(),
      role: z.enum(['operator', 'client']),
      clientId: clientId.optional(),
    }),
  ),
  clients: z.array(z.object({ clientId, brand: z.string() })),
  lists: z.array(z.object({ listId, clientId, name: z.string(), title: z.string() })),
  forms: z.array(z.object({ formId, noticeId: id, clientId, listId, name: z.string(), language, url: z.url() })),
});

export const seeded = () => seededShape.parse(fileNamed());

export function running(): Running {
  const found = shape.parse(fileNamed());
  process.env.AWS_ENDPOINT_URL = found.endpoint;
  process.env.AWS_REGION = found.region;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  return found;
}

function fileNamed(): unknown {
  const file = process.env.ASSENT_RUNNING;
  if (!file)
    throw new Error('ASSENT_RUNNING names no running.json: run `npm test`, or point it at that of `npm start`');
  return JSON.parse(readFileSync(file, 'utf8'));
}
