import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { running } from '#test/support/running.ts';

const report = z.object({
  toDo: z.number(),
  findings: z.array(z.object({ state: z.enum(['fine', 'look', 'missing']), about: z.string(), says: z.string() })),
});

/** As a person calls it. */
async function assent(args: string[], environment: Record<string, string> = {}) {
  running();
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/assent.mjs', ...args], {
      env: { ...process.env, ...environment },
    });
    return { code: 0, stdout };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe('assent doctor', () => {
  it('finds the deployment complete, and says so by its exit code', async () => {
    const { code, stdout } = await assent(['doctor', '--json']);
    const { toDo, findings } = report.parse(JSON.parse(stdout));
    expect(code).toBe(toDo === 0 ? 0 : 1);
    const fine = findings.filter(({ state }) => state === 'fine').map(({ about }) => about);
    expect(fine).toEqual(
      expect.arrayContaining([
        'credentials',
        'cdk bootstrap',
        'Assent-Data',
        'Assent-Insight',
        'public pages',
        'sign-in',
      ]),
    );
  });

  it('says what to do when nothing is deployed', async () => {
    const { code, stdout } = await assent(['doctor', '--prefix', 'Other-']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Other-Data +not deployed\n +→ npx cdk deploy --all/);
  });

  it('ends with 2 when it is called wrongly', async () => {
    expect(await assent(['doctor', '--colour'])).toMatchObject({ code: 2 });
  });
});
