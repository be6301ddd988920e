import { styleText } from 'node:util';

import { beforeLastWords } from './processes.mjs';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const aliveEveryMs = 20_000;

/**
 * Tells how far things are: a line for each step, with its time. On a terminal the lines of what runs live at the bottom;
 * in a log a line is written when its step is done, and now and then before, so that a slow step does not look dead.
 * Ours, because the first step runs before any package is there.
 */
export function teller(out = process.stdout) {
  const live = out.isTTY === true && process.env.CI === undefined;
  const paint = (style, text) => (live && process.env.NO_COLOR === undefined ? styleText(style, text) : text);
  const running = new Set();
  let drawn = 0;
  let frame = 0;
  let timer;
  let hushed = false;

  const lineOf = ({ name, started, progress }, mark) => {
    const seconds = `${((Date.now() - started) / 1_000).toFixed(1)} s`;
    return `${mark} ${[name.padEnd(18), seconds.padStart(7), progress].filter(Boolean).join('  ')}\n`;
  };
  const clear = () => {
    if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = () => {
    if (hushed) return;
    clear();
    const mark = paint('cyan', frames[frame++ % frames.length]);
    out.write([...running].map((step) => lineOf(step, mark)).join(''));
    drawn = running.size;
  };
  beforeLastWords(() => {
    clearInterval(timer);
    if (live) clear();
    hushed = true;
  });
  const tick = live ? draw : () => running.forEach((step) => out.write(lineOf(step, '…')));

  /** @param work is given a function that says how far it is: `('37 of 120')` */
  async function step(name, work) {
    const one = { name, started: Date.now(), progress: '' };
    const ended = (mark) => {
      running.delete(one);
      if (running.size === 0) timer = clearInterval(timer);
      if (hushed) return;
      if (live) clear();
      out.write(lineOf(one, mark));
      if (live) draw();
    };
    running.add(one);
    timer ??= setInterval(tick, live ? 100 : aliveEveryMs);
    if (live) draw();
    try {
      const result = await work((text) => (one.progress = text));
      step.times[name] = Date.now() - one.started;
      ended(paint('green', '✓'));
      return result;
    } catch (error) {
      ended(paint('red', '✗'));
      throw error;
    }
  }
  /** Milliseconds of what went well. */
  step.times = {};
  return step;
}
