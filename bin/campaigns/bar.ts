import { Presets, SingleBar } from 'cli-progress';

export interface Bar {
  /** @param beside what stands beside the bar: a rate, a reason to wait */
  show(value: number, of: number, beside?: string): void;
  stop(): void;
}

/** For people at a terminal; programs and files get none, and what is printed at the end is the same. */
export function barFor(options: { readonly json?: boolean }, what: string): Bar {
  if (options.json || !process.stderr.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { format: `${what} {bar} {percentage} %  {value} of {total}  {beside}`, hideCursor: true, stream: process.stderr },
    Presets.rect,
  );
  let begun = false;
  return {
    show(value, of, beside = '') {
      if (!begun) bar.start(of, value, { beside });
      begun = true;
      bar.setTotal(of);
      bar.update(value, { beside });
    },
    stop() {
      if (begun) bar.stop();
    },
  };
}
