import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * All functions in one esbuild call: a call for each takes some twenty times as long.
 * @param entries name → file below lambdas/
 */
export function bundleFunctions(entries: Readonly<Record<string, string>>): (name: string) => Code {
  const outdir = mkdtempSync(path.join(tmpdir(), 'assent-functions-'));
  build(
    outdir,
    Object.entries(entries).map(([name, file]) => [name, path.join(root, 'lambdas', file)]),
  );
  return (name) => Code.fromAsset(path.join(outdir, name));
}

/** @param files name → file; each becomes `{name}/index.mjs` */
export const build = (outdir: string, files: readonly (readonly [name: string, file: string])[]) =>
  buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(files.map(([name, file]) => [`${name}/index`, file])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    // The SDK's CommonJS build is half as large again.
    mainFields: ['module', 'main'],
    // See there: a hundred and forty kilobytes that never run in Lambda.
    alias: {
      '@aws-sdk/credential-provider-node': './lambdas/platform/function-credentials.ts',
      '@smithy/core/event-streams': './lambdas/platform/no-event-streams.ts',
    },
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
    metafile: true,
  });
