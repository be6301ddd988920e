import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

/** The rules as they are configured, but for those that need types: none of these does, and types take half a minute. */
const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });

/** @returns the rules that the text breaks */
async function broken(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${text}\n`, { filePath });
  return [...new Set(result?.messages.map(({ ruleId }) => ruleId))];
}

const standing = "import type { Standing as Used } from '../consent/rules/standing.ts'; export type { Used };";
const imports = (from: string) => `import { thing } from '${from}';\nexport const used: unknown = thing;`;

describe('lint forbids', () => {
  it.each([
    ['the contract to import our code', 'contract/clients.ts', imports('#lambdas/platform/clock.ts')],
    ['the contract to import Node', 'contract/clients.ts', imports('node:fs')],
    ['the contract to import the SDK', 'contract/clients.ts', imports('@aws-sdk/client-dynamodb')],
    ['platform to import a capability', 'lambdas/platform/clock.ts', imports('#lambdas/consent/unsubscribe.ts')],
    ['platform to import a capability by the file system', 'lambdas/platform/clock.ts', standing],
    ['platform to import infrastructure', 'lambdas/platform/clock.ts', imports('#lib/settings.ts')],
    ["a capability to import another's store", 'lambdas/sign-up/snippet.ts', imports('#lambdas/clients/store.ts')],
    ["a capability to import another's app", 'lambdas/sign-up/snippet.ts', imports('#lambdas/clients/app.ts')],
    ['a capability to import infrastructure', 'lambdas/sign-up/snippet.ts', imports('#lib/settings.ts')],
    ['a capability to import the local cloud', 'lambdas/sign-up/snippet.ts', imports('#local/seed-data.ts')],
    ['a capability to import tests', 'lambdas/sign-up/snippet.ts', imports('#test/support/people.ts')],
    ['a capability to import another by the file system', 'lambdas/sign-up/snippet.ts', standing],
    ['a rule to import the SDK', 'lambdas/sign-up/rules/wish-of.ts', imports('@aws-sdk/client-sqs')],
    ['a rule to import its store', 'lambdas/sign-up/rules/wish-of.ts', imports('../forms-store.ts')],
    ['a rule to import the app', 'lambdas/sign-up/rules/wish-of.ts', imports('../sign-up-app.ts')],
    ['a rule to read files', 'lambdas/sign-up/rules/wish-of.ts', imports('node:fs')],
    ['a rule to ask the network', 'lambdas/sign-up/rules/wish-of.ts', imports('node:dns/promises')],
    ['infrastructure to import use cases', 'lib/clients.ts', imports('#lambdas/clients/look-up.ts')],
    ['infrastructure to import tests', 'lib/clients.ts', imports('#test/support/people.ts')],
  ])('%s', async (_, file, text) => {
    expect(await broken(file, text)).toContain('no-restricted-imports');
  });

  it.each([
    ['any', 'lib/clients.ts', 'export const given: any = 1;', '@typescript-eslint/no-explicit-any'],
    ['as', 'bin/app.ts', "export const id = String(1) as 'a';", '@typescript-eslint/consistent-type-assertions'],
    [
      'a non-null assertion',
      'lambdas/platform/clock.ts',
      'export const first = [1][0]!;',
      '@typescript-eslint/no-non-null-assertion',
    ],
    [
      'the large import of zod',
      'contract/clients.ts',
      "import { z } from 'zod';\nexport const a = z.string();",
      'no-restricted-syntax',
    ],
    ['console in a function', 'lambdas/platform/clock.ts', 'console.log(1);', 'no-console'],
  ])('%s', async (_, file, text, rule) => {
    expect(await broken(file, text)).toContain(rule);
  });
});

describe('lint allows', () => {
  it.each([
    ['infrastructure to import keys', 'lib/data-stack.ts', '#lambdas/platform/keys/consent.ts'],
    ['a capability to import another’s use case', 'lambdas/sign-up/snippet.ts', '#lambdas/consent/announce-events.ts'],
    ['a rule to import rules of another', 'lambdas/sign-up/rules/wish-of.ts', '#lambdas/consent/rules/standing.ts'],
    ['the command line to import stores', 'bin/app.ts', '#lambdas/clients/store.ts'],
  ])('%s', async (_, file, from) => {
    expect(await broken(file, imports(from))).not.toContain('no-restricted-imports');
  });
});
