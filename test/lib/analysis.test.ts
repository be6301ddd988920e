import { Match } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { archivedOutcome } from '#contract/archive.ts';
import { messageStatus } from '#contract/reporting.ts';
import { namedQueries } from '#lib/analysis/named-queries.ts';
import { propertiesOf, templatesWith } from '#test/support/synthesised.ts';

const table = z.object({
  TableInput: z.object({
    Name: z.string(),
    Parameters: z.record(z.string(), z.unknown()),
    PartitionKeys: z.array(z.object({ Name: z.string() })),
    StorageDescriptor: z.object({ Columns: z.array(z.object({ Name: z.string(), Type: z.string() })) }),
  }),
});

let templates: ReturnType<typeof templatesWith>;
beforeAll(() => {
  templates = templatesWith({ archiveDays: 100 });
});

describe('the tables of the archive', () => {
  it('have a column or a partition for each field of a line, and no other', () => {
    const tables = propertiesOf(templates.insight, 'AWS::Glue::Table').map((each) => table.parse(each).TableInput);
    expect(tables.map(({ Name }) => Name).toSorted()).toEqual(['outcomes', 'outcomes_of_client']);
    for (const { PartitionKeys, StorageDescriptor } of tables) {
      const names = [...PartitionKeys, ...StorageDescriptor.Columns].map(({ Name }) => Name);
      expect(names.toSorted()).toEqual(Object.keys(archivedOutcome.shape).toSorted());
    }
  });

  it('look for days no further back than there are any, and for one client in its own folder', () => {
    const tables = propertiesOf(templates.insight, 'AWS::Glue::Table').map((each) => table.parse(each).TableInput);
    for (const { Parameters } of tables)
      expect(Parameters).toMatchObject({ 'projection.enabled': 'true', 'projection.day.range': 'NOW-100DAYS,NOW' });
    const ofClient = tables.find(({ Name }) => Name === 'outcomes_of_client');
    expect(ofClient?.Parameters).toMatchObject({ 'projection.client.type': 'injected' });
    expect(JSON.stringify(ofClient?.Parameters)).toContain('outcomes/day=${day}/client=${client}/');
  });
});

describe('the work group', () => {
  it('bounds what a question costs, and encrypts answers and forgets them after a week', () => {
    templates.insight.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      },
    });
    const answers = Object.entries(templates.data.findResources('AWS::S3::Bucket')).find(([id]) =>
      id.startsWith('Answers'),
    );
    expect(answers?.[1]).toMatchObject({
      Properties: { LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled' }] } },
    });
  });

  it('has ten questions, whole, each of them on docs/analysis.md with what it answers', () => {
    const deployed = propertiesOf(templates.insight, 'AWS::Athena::NamedQuery');
    expect(deployed.map(({ Name }) => Name).toSorted()).toEqual(namedQueries().map(({ name }) => name));
    expect(deployed).toHaveLength(10);
    const document = readFileSync('docs/analysis.md', 'utf8');
    for (const { name, answers, sql } of namedQueries()) {
      expect(answers.length).toBeGreaterThan(30);
      expect(sql).not.toContain('{{');
      expect(document).toContain(`| \`${name}\``);
    }
  });

  it('ranks outcomes as the contract does', () => {
    const [{ sql } = { sql: '' }] = namedQueries();
    const heights = [...sql.matchAll(/when '(\w+)' then (\d+)/g)].map(([, name, height]) => [name, Number(height)]);
    const before = ['waiting', 'claimed', 'unknown', 'refused'];
    expect(heights).toEqual(
      messageStatus.options.map((name, rank) => [name, rank]).filter(([name]) => !before.includes(String(name))),
    );
  });
});

it('analysts may ask the archive, and change nothing but what they are answered', () => {
  templates.insight.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) },
  });
  const [policy] = propertiesOf(templates.insight, 'AWS::IAM::ManagedPolicy').map((each) => JSON.stringify(each));
  const actions = [...policy!.matchAll(/"((?:s3|glue|athena):\w+)"/g)].map(([, action = '']) => action);
  expect(actions.length).toBeGreaterThan(15);
  const changing = actions.filter((action) => !/:(Get|List|BatchGet)/.test(action));
  expect(changing.toSorted()).toEqual([
    'athena:StartQueryExecution',
    'athena:StopQueryExecution',
    's3:AbortMultipartUpload',
    's3:PutObject',
  ]);
});
