import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { build } from '#lib/constructs/function-bundle.ts';
import { entries } from '#lib/service.ts';

const lambdas = path.resolve(import.meta.dirname, '../../lambdas');

const files = Object.entries(entries).map(([name, file]) => [name, path.join(lambdas, file)] as const);
const folder = mkdtempSync(path.join(tmpdir(), 'assent-bundle-'));
const { metafile, warnings } = build(folder, files);
const functions = Object.values(metafile.outputs);

describe('the bundles of the functions', () => {
  it('bring all that they import: where they run there is Node and nothing else', () => {
    expect(functions).toHaveLength(files.length);
    const brought = functions.flatMap(({ imports }) => imports.filter(({ external }) => external));
    expect(brought.map((each) => each.path).filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  it('start: what was left out of them is asked for by nothing', () => {
    expect(warnings).toEqual([]);
    const imports = files.map(([name]) => `await import(${JSON.stringify(path.join(folder, name, 'index.mjs'))});`);
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', imports.join('\n')]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });

  it('are small where visitors wait for them (docs/performance.md)', () => {
    const waitedFor = functions.filter(({ entryPoint }) => entryPoint?.endsWith('/http-public.ts'));
    expect(waitedFor.length).toBeGreaterThan(1);
    for (const { entryPoint, bytes } of waitedFor) expect(bytes / 1024, entryPoint).toBeLessThanOrEqual(450);
  });
});
