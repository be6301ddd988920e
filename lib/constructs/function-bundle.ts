import { cpSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
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

/**
 * Parts of packages that no function comes to: reading configuration of a command line, fetching pages, old encodings,
 * making HTML small or pretty. Three quarters of what would be bundled with MJML.
 */
const neverReached = ['htmlnano', 'cssnano-preset-lite', 'js-beautify', 'undici', 'iconv-lite'];

/** @param files name → file; each becomes `{name}/index.mjs` */
export function build(outdir: string, files: readonly (readonly [name: string, file: string])[]) {
  const result = buildSync({
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
    // See there: what never runs in Lambda.
    alias: {
      '@aws-sdk/credential-provider-node': './lambdas/platform/function-credentials.ts',
      '@smithy/core/event-streams': './lambdas/platform/no-event-streams.ts',
      'mnemonist/lru-cache': './lambdas/platform/discovered-endpoints.ts',
      ...Object.fromEntries(neverReached.map((name) => [name, './lambdas/platform/never-reached.ts'])),
    },
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
    metafile: true,
  });
  for (const [output, { inputs }] of Object.entries(result.metafile.outputs))
    if (Object.keys(inputs).some((input) => input.endsWith(drawing)))
      bringAssets(path.resolve(root, path.dirname(output)));
  return result;
}

const drawing = 'lambdas/campaigns/personal-picture/assets.ts';
const packages = createRequire(import.meta.url);

/** What lambdas/campaigns/personal-picture/assets.ts reads, where Node looks for it, with who wrote it under which licence. */
const assets = [
  { name: '@resvg/resvg-wasm', files: ['index_bg.wasm', 'package.json', 'README.md'] },
  {
    name: '@expo-google-fonts/inter',
    files: ['500Medium/Inter_500Medium.ttf', '800ExtraBold/Inter_800ExtraBold.ttf', 'package.json', 'LICENSE_FONT'],
  },
];

function bringAssets(folder: string): void {
  for (const { name, files } of assets) {
    const [first = ''] = files;
    const from = packages.resolve(`${name}/${first}`).slice(0, -first.length);
    for (const file of files) cpSync(path.join(from, file), path.join(folder, 'node_modules', name, file));
  }
}
