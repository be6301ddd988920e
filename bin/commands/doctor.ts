import type { Command } from 'commander';
import { findingsOf } from '../doctor/checks.ts';
import type { Finding } from '../doctor/checks.ts';
import { factsOf } from '../doctor/facts.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look through the AWS account of this shell, and say what is missing before mail can go out')
    .option('--prefix <prefix>', 'what the names of the stacks begin with', 'Assent-')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  assent doctor\n\n✓ fine   ! worth a look   ✗ has to be done. It changes nothing. Exit code 1 when something has to be done.',
    )
    .action(async ({ prefix, json }: { prefix: string; json?: boolean }) => {
      const findings = findingsOf(await factsOf(prefix));
      const toDo = findings.filter(({ state }) => state === 'missing').length;
      console.log(
        json ? JSON.stringify({ toDo, findings }) : [...linesOf(findings), '', summaryOf(findings)].join('\n'),
      );
      process.exitCode = toDo === 0 ? 0 : 1;
    });
}

const marks = { fine: '✓', look: '!', missing: '✗' } as const;

function linesOf(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const indent = ' '.repeat(width + 4);
  return findings.flatMap(({ state, about, says, todo }) => [
    `${marks[state]} ${about.padEnd(width)}  ${says}`,
    ...(todo?.split('\n').map((line, index) => `${indent}${index === 0 ? '→ ' : '  '}${line}`) ?? []),
  ]);
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
  const [toDo, toLookAt] = [count('missing'), count('look')];
  if (toDo > 0) return `${toDo} to do, ${toLookAt} to look at, ${count('fine')} fine`;
  return toLookAt > 0 ? `Nothing has to be done; ${toLookAt} to look at` : 'All is well';
}
