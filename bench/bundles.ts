import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from '#lib/constructs/function-bundle.ts';
import { entries } from '#lib/service.ts';
import { median } from './report.ts';
import type { Figure, Table } from './report.ts';

const goals = { kiB: 450, ratio: 1.5 };
const runs = 15;
const root = path.resolve(import.meta.dirname, '..');

/** What a function with these SDK clients cannot do without: each client, and the commands that nearly all use. */
const smallest: Readonly<Record<string, string>> = {
  'client-dynamodb': "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; use.push(DynamoDBClient);",
  'lib-dynamodb':
    "import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'; use.push(DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand);",
  'client-secrets-manager':
    "import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'; use.push(SecretsManagerClient, GetSecretValueCommand);",
  'client-sesv2':
    "import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'; use.push(SESv2Client, SendEmailCommand);",
  'client-sqs':
    "import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'; use.push(SQSClient, SendMessageCommand);",
  'client-s3': "import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'; use.push(S3Client, GetObjectCommand);",
  'client-cognito-identity-provider':
    "import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'; use.push(CognitoIdentityProviderClient, AdminCreateUserCommand);",
};

/** Size and import time of the functions that visitors wait for, beside empty ones with the same SDK clients. */
export function bundles(): Table {
  // Below the checkout: the empty functions find the same packages.
  const folder = mkdtempSync(path.join(root, 'local/.state/bench-'));
  try {
    const functions = Object.entries(entries).filter(([name]) => name.endsWith('-public'));
    const { metafile } = build(
      folder,
      functions.map(([name, file]) => [name, path.join(root, 'lambdas', file)]),
    );
    const empty = functions.map(([name]) => {
      const inputs = Object.keys(metafile.outputs[outputOf(folder, name)]?.inputs ?? {});
      const clients = Object.keys(smallest).filter((client) => inputs.some((file) => file.includes(`/${client}/`)));
      const file = path.join(folder, `${name}-empty.ts`);
      const lines = clients.map((client) => smallest[client]);
      writeFileSync(
        file,
        ['const use: unknown[] = [];', ...lines, 'export const handler = () => use.length;'].join('\n'),
      );
      return [`${name}-empty`, file] as const;
    });
    build(folder, empty);
    return {
      title: 'Functions that visitors wait for',
      figures: functions.flatMap(([name]) => figuresOf(folder, name)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(folder: string, name: string): Figure[] {
  const [own, empty] = [kiBOf(folder, name), kiBOf(folder, `${name}-empty`)];
  const ownTimes: number[] = [];
  const emptyTimes: number[] = [];
  // By turns: what else the machine does meets both.
  for (let run = 0; run < runs; run++) {
    ownTimes.push(importMs(folder, name));
    emptyTimes.push(importMs(folder, `${name}-empty`));
  }
  const ratio = median(ownTimes) / median(emptyTimes);
  return [
    {
      what: `${name}: bundle`,
      measured: `${own.toFixed(0)} kB, empty ${empty.toFixed(0)} kB`,
      goal: `≤ ${goals.kiB} kB`,
      met: own <= goals.kiB,
    },
    {
      what: `${name}: import`,
      measured: `${ratio.toFixed(2)} × an empty one (${median(ownTimes).toFixed(0)} and ${median(emptyTimes).toFixed(0)} ms)`,
      goal: `≤ ${goals.ratio} ×`,
      met: ratio <= goals.ratio,
    },
  ];
}

const fileOf = (folder: string, name: string): string => path.join(folder, name, 'index.mjs');
const outputOf = (folder: string, name: string): string => path.relative(root, fileOf(folder, name));
const kiBOf = (folder: string, name: string): number => statSync(fileOf(folder, name)).size / 1024;

/** CPU of the import, in a process of its own, as a cold start is: other work on the machine does not count. */
function importMs(folder: string, name: string): number {
  const script = `const before = process.cpuUsage(); await import(${JSON.stringify(fileOf(folder, name))}); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000);`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} cannot be imported`);
  return Number(stdout);
}
