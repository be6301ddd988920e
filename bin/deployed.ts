import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { Stack } from '@aws-sdk/client-cloudformation';

export interface Resource {
  readonly type: string;
  /** Without the hash that the CDK appends. */
  readonly name: string;
  readonly physicalId: string;
}

export interface DeployedStack {
  readonly name: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
}

export const stackKinds = ['Data', 'Mail', 'Service', 'Insight'] as const;
export type StackKind = (typeof stackKinds)[number];

/** The stacks of one Assent; those that are not deployed are absent. */
export type Deployment = Partial<Record<StackKind, DeployedStack>>;

/** @param prefix what the names of its stacks begin with, `Assent-` unless it was put into an app of one's own */
export async function deployment(prefix: string, client = new CloudFormationClient({})): Promise<Deployment> {
  const found = await Promise.all(
    stackKinds.map(async (kind) => [kind, await deployedStack(client, `${prefix}${kind}`)] as const),
  );
  return Object.fromEntries(found.filter(([, stack]) => stack !== undefined));
}

/** @throws with a sentence when the stack or the output is not there */
export function outputOf(deployed: Deployment, kind: StackKind, key: string): string {
  const value = deployed[kind]?.outputs[key];
  if (value === undefined)
    throw new Error(
      deployed[kind] === undefined
        ? `no stack ${kind} is deployed here: is the region right, and the prefix (--prefix)`
        : `the stack ${deployed[kind].name} has no output ${key}: deploy it again`,
    );
  return value;
}

async function deployedStack(client: CloudFormationClient, StackName: string): Promise<DeployedStack | undefined> {
  const stack = await describe(client, StackName);
  if (stack === undefined) return undefined;
  const resources: Resource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName }))
    for (const { ResourceType = '', LogicalResourceId = '', PhysicalResourceId = '' } of page.StackResourceSummaries ??
      [])
      resources.push({
        type: ResourceType,
        name: LogicalResourceId.replace(/[0-9A-F]{8}$/, ''),
        physicalId: PhysicalResourceId,
      });
  const outputs = (stack.Outputs ?? []).map(
    ({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const,
  );
  return {
    name: StackName,
    status: stack.StackStatus ?? 'unknown',
    outputs: Object.fromEntries(outputs),
    resources,
  };
}

async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    // What CloudFormation says of a stack that is not there; anything else is not an absence.
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist'))
      return undefined;
    throw error;
  }
}
