import type { Message } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { documentClient } from '#lambdas/platform/db.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import { deployment, outputOf } from '../deployed.ts';
import type { Deployment } from '../deployed.ts';
import { deadLettersOf, drain, sendOn } from '../redrive/dead-letters.ts';
import type { DeadLetters } from '../redrive/dead-letters.ts';
import { givenUp, stretchesOf } from '../redrive/stretches.ts';
import type { Stretch } from '../redrive/stretches.ts';
import { tellAgain } from '../redrive/tell-again.ts';

interface Options {
  readonly queue?: string;
  readonly all?: boolean;
  readonly prefix: string;
  readonly json?: boolean;
}

export interface Redriven {
  readonly name: string;
  readonly moved: number;
  /** Messages that no queue took: they stay. */
  readonly left: number;
  /** Events that were told again, for the dead letters of a stream. */
  readonly told?: number;
  /** Stretches of time whose messages are counted again. */
  readonly recounted?: number;
}

export function registerRedrive(program: Command): void {
  program
    .command('redrive')
    .description('list what was given up, or put it back to be worked again')
    .option('--queue <name>', 'put back the messages of this dead-letter queue')
    .option('--all', 'put back the messages of every dead-letter queue')
    .option('--prefix <prefix>', 'what the names of the stacks begin with', 'Assent-')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  assent redrive --queue SignUpMailsDeadLetters\n\nWithout --queue or --all it tells what waits, and where. Mend the cause first: what fails again comes back after five tries.',
    )
    .action(async (options: Options) => {
      const deployed = await deployment(options.prefix);
      const queues = await deadLettersOf(deployed);
      if (queues.length === 0)
        throw new Error(`found no queues in stacks named ${options.prefix}…: is the region right`);
      const result = options.all || options.queue ? await redrive(deployed, chosen(queues, options.queue)) : queues;
      if (result.some((each) => 'left' in each && each.left > 0)) process.exitCode = 1;
      console.log(options.json ? JSON.stringify(result) : linesOf(result).join('\n'));
    });
}

/** @throws with the names that there are */
function chosen(queues: readonly DeadLetters[], name: string | undefined): readonly DeadLetters[] {
  if (name === undefined) return queues;
  const found = queues.filter((queue) => queue.name === name);
  if (found.length === 0)
    throw new Error(
      `no dead-letter queue is called ${name}; there are ${queues.map((queue) => queue.name).join(', ')}`,
    );
  return found;
}

/** Puts back what waits in these queues, each in its way, and side by side: that one is empty is known after two seconds. */
export const redrive = (deployed: Deployment, queues: readonly DeadLetters[]): Promise<Redriven[]> =>
  Promise.all(
    queues.map(async ({ name, url, source }) => {
      if (source) return { name, ...(await drain(url, (messages) => sendOn(source.url, messages))) };
      const made = { told: 0, recounted: 0 };
      const drained = await drain(url, async (letters) => {
        const ofLedger = letters.filter((letter) => isOf(letter, 'Ledger', deployed));
        const ofMessages = letters.filter((letter) => isOf(letter, 'Delivery', deployed));
        made.told += await tellOf(deployed, ofLedger);
        made.recounted += await refoldOf(deployed, ofMessages);
        return [...ofLedger, ...ofMessages];
      });
      return { name, ...drained, ...(made.recounted > 0 ? { recounted: made.recounted } : { told: made.told }) };
    }),
  );

const pointerOf = ({ Body = '' }: Message) => givenUp.safeParse(jsonOf(Body));

/** What the stream of neither gave up stays where it is: nobody would know what was lost. */
function isOf(letter: Message, table: 'Ledger' | 'Delivery', deployed: Deployment): boolean {
  const stretch = pointerOf(letter).data?.DDBStreamBatchInfo;
  if (stretch === undefined) return false;
  const named = `:table/${outputOf(deployed, 'Service', `${table}Table`)}/`;
  return stretch.streamArn?.includes(named) ?? table === 'Ledger';
}

const stretchesIn = (letters: readonly Message[]): Stretch[] =>
  stretchesOf(letters.flatMap((letter) => pointerOf(letter).data ?? []));

const tellOf = async (deployed: Deployment, letters: readonly Message[]): Promise<number> =>
  tellAgain(
    documentClient(),
    outputOf(deployed, 'Service', 'LedgerTable'),
    queueAt(outputOf(deployed, 'Service', 'TellAgainQueue')),
    stretchesIn(letters),
  );

/** Which messages were lost, nobody knows: the campaigns of that time are counted again, from what stands of each message. */
async function refoldOf(deployed: Deployment, letters: readonly Message[]): Promise<number> {
  const stretches = stretchesIn(letters);
  if (stretches.length > 0) await queueAt(outputOf(deployed, 'Service', 'RefoldQueue')).sendAll(stretches);
  return stretches.length;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function linesOf(rows: readonly (DeadLetters | Redriven)[]): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(
    (row) => `${row.name.padEnd(width)}  ${'waiting' in row ? wordsOfWaiting(row) : wordsOfRedriven(row)}`,
  );
}

const wordsOfWaiting = ({ waiting, source }: DeadLetters): string =>
  waiting === 0
    ? '–'
    : `${messages(waiting)}, ${source ? `to go back to ${source.name}` : 'of a stream: to be told or counted again from what is stored'}`;

function wordsOfRedriven({ moved, left, told, recounted }: Redriven): string {
  if (moved + left === 0) return '–';
  const again = told === undefined ? '' : `, ${told} ${told === 1 ? 'event' : 'events'} told again`;
  const counting = recounted === undefined ? '' : ', the campaigns of that time are counted again';
  const staying = left === 0 ? '' : `; ${messages(left)} stay, for no queue takes them`;
  return `${messages(moved)} put back${again}${counting}${staying}`;
}

const messages = (count: number): string => `${count} ${count === 1 ? 'message' : 'messages'}`;
