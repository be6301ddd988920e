import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { build } from '#lib/constructs/function-bundle.ts';
import { entries } from '#lib/service.ts';

const lambdas = path.resolve(import.meta.dirname, '../../lambdas');

it('every function brings all that it imports: where it runs there is Node and nothing else', () => {
  const files = Object.entries(entries).map(([name, file]) => [name, path.join(lambdas, file)] as const);
  const { metafile } = build(mkdtempSync(path.join(tmpdir(), 'assent-bundle-')), files);
  const functions = Object.values(metafile.outputs);
  expect(functions).toHaveLength(files.length);
  const brought = functions.flatMap(({ imports }) => imports.filter(({ external }) => external));
  expect(brought.map((each) => each.path).filter((name) => !name.startsWith('node:'))).toEqual([]);
});
