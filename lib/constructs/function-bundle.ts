import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/**
 * All functions in one esbuild call: a call for each takes some twenty times as long.
 * @param entries name → file below lambdas/
 */
export function bundleFunctions(entries: Readonly<Record<string, string>>): (name: string) => Code {
  const root = path.resolve(import.meta.dirname, '../..');
  const outdir = mkdtempSync(path.join(tmpdir(), 'assent-functions-'));
  buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [`${name}/index`, path.join('lambdas', file)]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // The SDK's CommonJS build is half as large again.
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return (name) => Code.fromAsset(path.join(outdir, name));
}
