import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const processes = path.resolve('local/processes.mjs');

/** A program that has started others: one with children of its own, one that does not heed SIGTERM, one that waits for its input. */
async function parent(patienceMs = 400) {
  const mark = randomUUID();
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'assent-parent-')), 'parent.mjs');
  writeFileSync(
    file,
    `import { start, untilStopped } from ${JSON.stringify(processes)};
     await untilStopped(async () => {
       start('sh', ['-c', 'sleep 300 & sleep 300; : ${mark}']);
       start('sh', ['-c', 'trap "" TERM; sleep 300; sleep 300; : ${mark}']);
       start('sh', ['-c', 'cat; : ${mark}']);
       console.log('ready');
       await new Promise((resolve) => setTimeout(resolve, 300_000));
     }, ${patienceMs});`,
  );
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const left = () =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(mark)).length;
  return { child, ended, left };
}

describe('what was started', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends with %s, even what does not heed it', async (signal, code) => {
    const { child, ended, left } = await parent();
    // A process that forks is seen twice for a moment, and one that was killed still for another.
    await expect.poll(left).toBe(3);
    child.kill(signal);
    expect(await ended).toBe(code);
    await expect.poll(left).toBe(0);
  });

  it('ends at once when asked twice', async () => {
    const { child, ended, left } = await parent(60_000);
    const started = Date.now();
    child.kill('SIGINT');
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(Date.now() - started).toBeLessThan(3_000);
    await expect.poll(left).toBe(0);
  });

  it('can tell that the one who started it was killed outright, for its input ends', async () => {
    const { child, ended, left } = await parent();
    child.kill('SIGKILL');
    await ended;
    // The two that do not watch their input are left to this test.
    await expect.poll(left, { timeout: 5_000 }).toBe(2);
    const own = execFileSync('ps', ['-eo', 'pgid,args'], { encoding: 'utf8' }).split('\n');
    for (const line of own.filter((each) => each.includes('sleep 300')))
      if (line.includes(': ')) process.kill(-Number(line.trim().split(' ')[0]), 'SIGKILL');
  });
});
