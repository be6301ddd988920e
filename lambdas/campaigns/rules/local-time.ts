/** What a clock on the wall shows there: `2026-12-01T09:30:00`. */
export function localTime(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
}

const hour = 3_600_000;

/**
 * When EventBridge Scheduler sends it: by the clock of the place, so that people read in the console what they chose. The
 * hour that a clock shows twice, in autumn, means two moments: then UTC says which.
 */
export function scheduleExpression(at: string, timeZone: string): { expression: string; timeZone: string } {
  const local = localTime(at, timeZone);
  const moved = (by: number): string => localTime(new Date(Date.parse(at) + by).toISOString(), timeZone);
  // Clocks go back by an hour, half of one on Lord Howe Island, and never by more than two.
  const twice = [-2 * hour, -hour, -hour / 2, hour / 2, hour, 2 * hour].some((by) => moved(by) === local);
  return twice
    ? { expression: `at(${localTime(at, 'UTC')})`, timeZone: 'UTC' }
    : { expression: `at(${local})`, timeZone };
}

/** From 22 to 7 people sleep, and a mail is what wakes them. */
export function isQuiet(at: string, timeZone: string): boolean {
  const hourThere = Number(localTime(at, timeZone).slice(11, 13));
  return hourThere >= 22 || hourThere < 7;
}
