import { openWarnings } from '#contract/campaigns.ts';
import type { Campaign } from '#contract/campaigns.ts';
import type { Progress } from '#contract/sending.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import { columns } from '../command.ts';

/** What was found, what blocks first; then what to do next. */
export function findingsInWords({
  campaignId,
  clientId,
  state,
  report,
}: Pick<Campaign, 'campaignId' | 'clientId' | 'state' | 'report'>): string {
  if (!report) return `campaign ${campaignId} is ${state}, and was not checked yet`;
  const lines = report.findings.map(({ rule, severity, where, message, fix }) => {
    const taken = report.overrides.find((each) => each.rule === rule && each.where === where);
    const kind = severity === 'block' ? 'BLOCKS ' : taken ? 'taken  ' : 'warning';
    return [
      `${kind}  ${rule}  ${where}`,
      `         ${message}`,
      `         ${taken ? `taken by ${taken.by}: ${taken.reason}` : fix}`,
    ].join('\n');
  });
  const open = state === 'draft' || state === 'checked';
  return [...lines, ...(open ? [conclusion(report, `${campaignId} --client ${clientId}`)] : [])].join('\n');
}

function conclusion(report: NonNullable<Campaign['report']>, named: string): string {
  const blocks = report.findings.filter(({ severity }) => severity === 'block').length;
  const [open] = openWarnings(report);
  if (blocks > 0) return `${count(blocks, 'finding blocks', 'findings block')} it: mend what they say, and check again`;
  if (open)
    return `${count(openWarnings(report).length, 'warning waits', 'warnings wait')}: mend them, or take each upon yourself: assent campaign check ${named} --override "${open.rule}@${open.where}=why it is right"`;
  return `nothing stands against it: assent campaign schedule ${named}`;
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Whose preview it is. */
export const caseInWords = (of: string): string => cases[of] ?? of;

const cases: Readonly<Record<string, string>> = {
  longest_name: 'somebody with a very long name',
  missing_fields: 'somebody who told nothing',
  right_to_left: 'somebody whose name is read from right to left',
  emoji: 'somebody with an emoji in their name',
};

export function campaignInWords({ campaignId, state, schedule, because }: Campaign): string {
  const when = state === 'scheduled' && schedule ? ` for ${schedule.at} (${schedule.timeZone})` : '';
  return `campaign ${campaignId} is ${state}${when}${because === undefined ? '' : `: ${because}`}`;
}

export const doneOf = ({ sent, skipped, failed, unknown }: Progress): number =>
  sent + unknown + sum(skipped) + sum(failed);

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, each) => total + each, 0);

/** @param progress with why it is in this state, where that is known */
export function progressInWords(progress: Progress & Pick<Campaign, 'because'>): string {
  const { because: why, campaignId, state, planned, sent, unknown, leftOut, skipped, failed, waitsFor } = progress;
  const reasons = (what: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([because, number]) => [`  ${what}`, String(number), because.replaceAll('_', ' ')]);
  return [
    `campaign ${campaignId} is ${state}${why === undefined ? '' : `: ${why}`}${waitsFor === undefined ? '' : `, and waits: ${waitsFor}`}`,
    columns(
      [
        ['  planned', String(planned)],
        ['  sent', String(sent)],
        ...reasons('skipped', skipped),
        ...reasons('failed', failed),
        ...(unknown > 0 ? [['  unknown', String(unknown), 'SES may have them: its events settle it']] : []),
        ...reasons('left out', leftOut),
      ],
      '',
    ),
  ].join('\n');
}

/** While the list is read, how many there are is not known yet: its parts are about alike. */
export function shareOf(progress: Progress): number {
  const { planned, partitionsPlanned } = progress;
  return planned === 0 ? 0 : (doneOf(progress) / planned) * (partitionsPlanned / memberPartitions);
}

/** Beside the bar. */
export const pace = (progress: Progress): string =>
  progress.partitionsPlanned < memberPartitions
    ? `${doneOf(progress)}, and the list is being read`
    : `${doneOf(progress)} of ${progress.planned}, ${speedOf(progress)}`;

const speedOf = ({ rate, secondsLeft, waitsFor }: Progress): string =>
  waitsFor ?? `${rate.toFixed(1)} a second${secondsLeft === undefined ? '' : `, ${durationOf(secondsLeft)} left`}`;

const durationOf = (seconds: number): string =>
  seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
