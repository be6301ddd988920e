import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { userName as userNameShape } from '#contract/clients.ts';
import { cognitoSignIns } from '#lambdas/clients/sign-ins.ts';
import { clientsStore } from '#lambdas/clients/store.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';

/** The first log-in of a deployment, which no route can make. @throws with a sentence */
export async function addOperator(userName: string, displayName: string, stackName: string) {
  const shape = userNameShape.safeParse(userName);
  if (!shape.success) throw new Error(`"${userName}" ${shape.error.issues[0]?.message ?? 'is not a user name'}`);
  const outputs = await outputsOf(stackName);
  const at = systemClock.now();
  const store = clientsStore(documentClient(), outputs.get('DirectoryTable'));
  const audit = { clientId: '-', actor: 'assent operator add', action: 'operator.created', subject: userName };
  const taken = new Error(`the user name ${userName} is taken`);
  const added = await store.addUser({ userName, displayName, role: 'operator', createdAt: at }, audit, {
    at,
    id: randomIds.next(),
  });
  if (!added) throw taken;
  const temporaryPassword = await cognitoSignIns(() => outputs.get('UserPoolId')).create(userName, 'operator');
  if (temporaryPassword === undefined) throw taken;
  return { userName, temporaryPassword };
}

async function outputsOf(StackName: string): Promise<{ get(key: string): string }> {
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
