import type { Command } from 'commander';
import { userName as userNameShape } from '#contract/clients.ts';
import { cognitoSignIns } from '#lambdas/clients/sign-ins.ts';
import { clientsStore } from '#lambdas/clients/store.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { addCommand, print } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import { outputsOf } from '../api-address.ts';

export function registerOperator(program: Command): void {
  const operator = program.command('operator').description('people who run this Assent');
  addCommand(operator, {
    usage: 'add <user-name>',
    description: 'make the log-in of an operator, with the AWS credentials of this shell',
    example: 'operator add ada.byron --name "Ada Byron"',
  })
    .requiredOption('--name <display name>', 'the name of the person')
    .action(async (userName: string, options: SharedOptions & { name: string }) => {
      const added = await addOperator(userName, options.name, options.stack);
      print(options, added, shownOnce(added));
    });
}

/** What is said of a log-in that was just made. */
export const shownOnce = ({ userName, temporaryPassword }: { userName: string; temporaryPassword: string }): string =>
  `${userName} may sign in with the temporary password ${temporaryPassword}\nIt is shown this once, and the first sign-in asks for a new one.`;

/** The first log-in of a deployment, which no route can make. @throws with a sentence */
export async function addOperator(userName: string, displayName: string, stackName: string) {
  const shape = userNameShape.safeParse(userName);
  if (!shape.success) throw new Error(`"${userName}" ${shape.error.issues[0]?.message ?? 'is not a user name'}`);
  const outputs = await outputsOf(stackName);
  const store = clientsStore(documentClient(), outputs.get('DirectoryTable'));
  const shell = { userName: 'assent operator add' };
  const audit = audited({ clock: systemClock, ids: randomIds }, shell, '-', 'operator.created', userName);
  const taken = new Error(`the user name ${userName} is taken`);
  const { at } = audit.stamp;
  const added = await store.addUser({ userName, displayName, role: 'operator', createdAt: at }, audit);
  if (!added) throw taken;
  const temporaryPassword = await cognitoSignIns(() => outputs.get('UserPoolId')).create(userName, 'operator');
  if (temporaryPassword === undefined) throw taken;
  return { userName, temporaryPassword };
}
