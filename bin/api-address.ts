import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The outputs of a deployed stack. @throws with a sentence when it is not there, or is no Assent */
export async function outputsOf(StackName: string): Promise<{ get(key: string): string }> {
  const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName }));
  const values = new Map(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined)
        throw new Error(`the stack ${StackName} has no output ${key}: is it an Assent, and deployed`);
      return value;
    },
  };
}

/** Where the API is, and who it knows. */
export interface ApiAddress {
  readonly publicUrl: string;
  readonly userPoolClientId: string;
}

export interface ApiAddressOptions {
  readonly stack: string;
  readonly url?: string;
  readonly userPoolClient?: string;
}

/** By its stack, for who has AWS credentials; by its address and user pool client, for who has none. */
export async function apiAddressOf({ stack, url, userPoolClient }: ApiAddressOptions): Promise<ApiAddress> {
  if (url !== undefined && userPoolClient !== undefined)
    return { publicUrl: url.replace(/\/+$/, ''), userPoolClientId: userPoolClient };
  const outputs = await outputsOf(stack);
  return {
    publicUrl: url ?? outputs.get('PublicUrl'),
    userPoolClientId: userPoolClient ?? outputs.get('UserPoolClientId'),
  };
}
