import {
  AthenaClient,
  BatchGetNamedQueryCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  ListNamedQueriesCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { NamedQuery } from '@aws-sdk/client-athena';
import { running } from './running.ts';
import { soon } from './soon.ts';

export type Row = Readonly<Record<string, string | undefined>>;
type Credentials = NonNullable<ConstructorParameters<typeof AthenaClient>[0]>['credentials'];

/** The work group of this deployment, asked by whoever has these keys: the account's own unless given. */
export function athena(credentials?: Credentials) {
  const { endpoint, region, outputs } = running();
  const WorkGroup = outputs['Assent-Insight'].AnalysisWorkGroup;
  const client = new AthenaClient({ endpoint, region, ...(credentials && { credentials }) });
  return {
    async named(): Promise<NamedQuery[]> {
      const { NamedQueryIds } = await client.send(new ListNamedQueriesCommand({ WorkGroup }));
      const { NamedQueries = [] } = await client.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
      return NamedQueries;
    },

    /** @throws with what Athena says of it */
    async ask(QueryString: string | undefined, Database: string | undefined): Promise<Row[]> {
      const { QueryExecutionId } = await client.send(
        new StartQueryExecutionCommand({ QueryString, QueryExecutionContext: { Database }, WorkGroup }),
      );
      const { QueryExecution } = await soon(
        () => client.send(new GetQueryExecutionCommand({ QueryExecutionId })),
        ({ QueryExecution: made }) => !['QUEUED', 'RUNNING'].includes(made?.Status?.State ?? ''),
      );
      const { State, StateChangeReason } = QueryExecution?.Status ?? {};
      if (State !== 'SUCCEEDED') throw new Error(`Athena: ${State} ${StateChangeReason}`);
      const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
      const [head = [], ...rows] = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
        Data.map(({ VarCharValue }) => VarCharValue),
      );
      return rows.map((row) => Object.fromEntries(head.map((name = '', at) => [name, row[at]] as const)));
    },
  };
}
