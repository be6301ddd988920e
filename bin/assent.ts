import { Command } from 'commander';
import { addOperator } from './commands/add-operator.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerLedger } from './commands/ledger.ts';
import { registerRedrive } from './commands/redrive.ts';

/** The operator's command line. Exit codes: 0 done, 1 refused or failed, 2 called wrongly. */
const program = new Command('assent').description('Runs an Assent from the command line').exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : 2);
});

const operator = program.command('operator').description('people who run this Assent');
operator
  .command('add')
  .description('make the log-in of an operator, with the AWS credentials of this shell')
  .argument('<user-name>', '4 to 64 of a-z 0-9 . _ -')
  .requiredOption('--name <display name>', 'the name of the person')
  .option('--stack <name>', 'the stack that answers', 'Assent-Service')
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  assent operator add ada.byron --name "Ada Byron"')
  .action(async (userName: string, options: { name: string; stack: string; json?: boolean }) => {
    const added = await addOperator(userName, options.name, options.stack);
    const words = `Operator ${added.userName} may sign in with the temporary password ${added.temporaryPassword}\nIt is shown this once, and the first sign-in asks for a new one.`;
    console.log(options.json ? JSON.stringify(added) : words);
  });

registerLedger(program);
registerDoctor(program);
registerRedrive(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
