import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assets } from '#lambdas/campaigns/personal-picture/assets.ts';
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
    expect(brought.map((each) => each.path).filter((name) => !isBuiltin(name))).toEqual([]);
  });

  it('bring what personal pictures are drawn with, and its licence', () => {
    const drawing = files.map(([name]) => name).filter((name) => existsSync(path.join(folder, name, 'node_modules')));
    expect(drawing).toEqual(expect.arrayContaining(['campaigns-client', 'campaigns-public', 'send-messages']));
    for (const name of drawing) {
      const found = createRequire(path.join(folder, name, 'index.mjs'));
      for (const asset of Object.values(assets)) expect(found.resolve(asset)).toContain(path.join(folder, name));
      expect(existsSync(path.join(folder, name, 'node_modules/@expo-google-fonts/inter/LICENSE_FONT'))).toBe(true);
    }
  });

  it('start: what was left out of them is asked for by nothing', () => {
    expect(warnings).toEqual([]);
    const imports = files.map(([name]) => `await import(${JSON.stringify(path.join(folder, name, 'index.mjs'))});`);
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', imports.join('\n')]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });

  it('are small where visitors wait for them (docs/performance.md)', () => {
    const waitedFor = functions.filter(({ entryPoint }) =>
      /lambdas\/(sign-up|consent|forwarding|signpost)\/http-public\.ts$/.test(entryPoint ?? ''),
    );
    expect(waitedFor).toHaveLength(4);
    for (const { entryPoint, bytes } of waitedFor) expect(bytes / 1024, entryPoint).toBeLessThanOrEqual(450);
  });
});
