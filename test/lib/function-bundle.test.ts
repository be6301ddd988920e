import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { assets } from '#lambdas/campaigns/personal-picture/assets.ts';
import { build } from '#lib/constructs/function-bundle.ts';
import { entries } from '#lib/service.ts';

const lambdas = path.resolve(import.meta.dirname, '../../lambdas');

it('every function brings all that it imports: where it runs there is Node and nothing else', () => {
  const files = Object.entries(entries).map(([name, file]) => [name, path.join(lambdas, file)] as const);
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-bundle-'));
  const { metafile } = build(folder, files);
  const functions = Object.values(metafile.outputs);
  expect(functions).toHaveLength(files.length);
  const brought = functions.flatMap(({ imports }) => imports.filter(({ external }) => external));
  expect(brought.map((each) => each.path).filter((name) => !isBuiltin(name))).toEqual([]);

  const drawing = files.map(([name]) => name).filter((name) => existsSync(path.join(folder, name, 'node_modules')));
  expect(drawing).toEqual(expect.arrayContaining(['campaigns-client', 'campaigns-public', 'send-messages']));
  for (const name of drawing) {
    const found = createRequire(path.join(folder, name, 'index.mjs'));
    for (const asset of Object.values(assets)) expect(found.resolve(asset)).toContain(path.join(folder, name));
    expect(existsSync(path.join(folder, name, 'node_modules/@expo-google-fonts/inter/LICENSE_FONT'))).toBe(true);
  }
});
