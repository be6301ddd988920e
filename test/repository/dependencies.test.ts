import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const pins = z.record(z.string(), z.string());
const { dependencies, devDependencies } = z
  .object({ dependencies: pins, devDependencies: pins })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

describe('docs/dependencies.md', () => {
  const [, deployed = '', developing = ''] = readFileSync('docs/dependencies.md', 'utf8').split(/^## /m);
  const rowsOf = (text: string) =>
    [...text.matchAll(/^\| `([^`]+)` +\| (.+?) *\|$/gm)].map(([, name, why]) => ({ name, why }));

  it.each([
    ['deployed', deployed, dependencies],
    ['used while developing', developing, devDependencies],
  ])('says of each package that is %s why it is there, and of no other', (_, text, packages) => {
    expect(rowsOf(text).map(({ name }) => name)).toEqual(Object.keys(packages).sort());
    for (const { why } of rowsOf(text)) expect(why?.length).toBeGreaterThan(8);
  });
});

/** Writes docs/openapi.json, in a checkout. */
const forDevelopers = ['bin/openapi.ts', 'contract/openapi.ts'];
const sources = ['bin', 'contract', 'lambdas', 'lib'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
);

describe('package.json', () => {
  it('brings to an app of one’s own whatever the stacks and the command import', () => {
    const lacking = sources
      .filter((file) => /\.tsx?$/.test(file) && !forDevelopers.includes(file))
      .flatMap((file) =>
        [
          ...readFileSync(file, 'utf8').matchAll(
            /^(?:import (?!type)|\} from|export .* from).*'((?:@[\w-]+\/)?[\w.-]+)[^']*'/gm,
          ),
        ]
          .map(([, name = '']) => name)
          .filter((name) => /^[@a-z]/.test(name) && !name.startsWith('node') && !(name in dependencies))
          .map((name) => `${file}: ${name}`),
      );
    expect(lacking).toEqual([]);
  });

  it('pins every version exactly', () => {
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^(npm:(@[\w-]+\/)?[\w-]+@)?\d+\.\d+\.\d+$/);
  });

  it('has one version of what belongs together', () => {
    const all = Object.entries({ ...dependencies, ...devDependencies });
    for (const family of ['@aws-sdk/', '@aws-lambda-powertools/'])
      expect(new Set(all.filter(([name]) => name.startsWith(family)).map(([, version]) => version)).size).toBe(1);
    expect(devDependencies['@vitest/coverage-v8']).toBe(devDependencies.vitest);
  });
});
