import * as z from 'zod';

/** What Lambda puts into the queue of a stream when it gives a batch up: where it was, not what was in it. */
export const givenUp = z.object({
  DDBStreamBatchInfo: z.object({
    /** Lambda always says it; letters of before were of the ledger. */
    streamArn: z.string().optional(),
    approximateArrivalOfFirstRecord: z.iso.datetime({ offset: true }),
    approximateArrivalOfLastRecord: z.iso.datetime({ offset: true }),
  }),
});
export type GivenUp = z.output<typeof givenUp>;

/** From and to, ISO instants, both included. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** An event is written some seconds after the time that it bears; clocks differ. More than was lost is told: that is harmless. */
const marginMs = 60_000;

/** The times in which lost events were written, overlapping ones as one, in order. */
export function stretchesOf(pointers: readonly GivenUp[]): Stretch[] {
  const each = pointers
    .map(({ DDBStreamBatchInfo: { approximateArrivalOfFirstRecord, approximateArrivalOfLastRecord } }) => ({
      from: Date.parse(approximateArrivalOfFirstRecord) - marginMs,
      to: Date.parse(approximateArrivalOfLastRecord) + marginMs,
    }))
    .sort((one, other) => one.from - other.from);
  const merged: { from: number; to: number }[] = [];
  for (const stretch of each) {
    const last = merged.at(-1);
    if (last && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else merged.push({ ...stretch });
  }
  return merged.map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
}
