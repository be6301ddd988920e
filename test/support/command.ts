import { execFile } from 'node:child_process';

/** The real command, as a person types it. */
export function assent(args: readonly string[], environment: Record<string, string>, input = '') {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['bin/assent.mjs', ...args],
      { env: { ...process.env, ...environment } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin?.end(input);
  });
}
