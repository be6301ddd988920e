import { Presets, SingleBar } from 'cli-progress';

export interface Bar {
  /**
   * @param share of the whole, 0 to 1
   * @param beside what stands beside the bar: how many, a rate, a reason to wait
   */
  show(what: string, share: number, beside: string): void;
  stop(): void;
}

/** Narrow enough for what stands beside it in 80 columns. */
const barsize = 20;
/** The longest word before it: a bar that changes its word stays in its place. */
const widest = 'uploading'.length;

/** For people at a terminal; programs and files get none, and what is printed at the end is the same. */
export function barFor(options: { readonly json?: boolean }): Bar {
  if (options.json || !process.stderr.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { format: '{what} {bar} {percentage} %  {beside}', barsize, hideCursor: true, stream: process.stderr },
    Presets.rect,
  );
  let begun = false;
  return {
    show(what, share, beside) {
      const words = { what: what.padEnd(widest), beside };
      if (!begun) bar.start(1, share, words);
      begun = true;
      bar.update(share, words);
    },
    stop() {
      if (begun) bar.stop();
    },
  };
}
