import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Who may import whom (docs/design.md). Imports across folders go through the `#` aliases, so a pattern is enough. Patterns are those of .gitignore, where a line that begins with # is a comment: it is escaped. */
const forbid = (message, ...group) => ({ group: group.map((each) => each.replace(/^(!?)#/, '$1\\#')), message });
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const zodNamespace = {
  selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
  message: "write `import * as z from 'zod'`: the named import adds 350 kB to a bundle",
};

const ofCapability = [
  forbid(
    'production code knows neither infrastructure nor the local cloud',
    '#lib/**',
    '#local/**',
    '#test/**',
    'aws-cdk-lib',
    'aws-cdk-lib/**',
  ),
  // A store that several ask has a name of its own: standing-store.ts.
  forbid(
    'the store of another capability is its own affair: call a use case',
    '#lambdas/*/store.ts',
    '#lambdas/*/*app.ts',
  ),
];
const upward = forbid('import across folders through the # aliases', '../../*', '../../**');

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.venv', 'local/.state', '.local-*', 'coverage', 'dist'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  {
    files: ['local/ses/inbox/*.js', 'local/dashboards/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        location: 'readonly',
        history: 'readonly',
        addEventListener: 'readonly',
        queueMicrotask: 'readonly',
        matchMedia: 'readonly',
        Option: 'readonly',
        URLSearchParams: 'readonly',
        setInterval: 'readonly',
      },
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', zodNamespace],
      eqeqeq: 'error',
    },
  },
  {
    files: ['{bin,contract,lambdas,lib,local,bench}/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }] },
  },
  { files: ['{bin,local,bench}/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['contract/**/*.ts'],
    rules: imports(forbid('the contract runs everywhere: zod and the contract only', '#*', '#*/**', 'node:*', '@*/**')),
  },
  {
    files: ['lambdas/platform/**/*.{ts,tsx}'],
    rules: imports(
      forbid(
        'platform knows no capability',
        '#lambdas/*/**',
        '!#lambdas/platform/**',
        '#lib/**',
        '#local/**',
        '#test/**',
      ),
      forbid(
        'platform knows no capability',
        '../../*/**',
        ...[
          'abuse',
          'campaigns',
          'clients',
          'consent',
          'contacts',
          'forwarding',
          'reporting',
          'sending',
          'sign-up',
          'signpost',
        ].map((name) => `../${name}/**`),
      ),
    ),
  },
  { files: ['lambdas/*/**/*.{ts,tsx}'], ignores: ['lambdas/platform/**'], rules: imports(upward, ...ofCapability) },
  // Beside the use cases there is nothing above but other capabilities.
  {
    files: ['lambdas/*/*.{ts,tsx}'],
    ignores: ['lambdas/platform/**'],
    rules: imports(forbid(upward.message, '../**'), ...ofCapability),
  },
  {
    files: ['lambdas/*/rules/**/*.{ts,tsx}'],
    rules: imports(
      upward,
      ...ofCapability,
      forbid(
        'a rule is pure: types and the contract only',
        '@aws-sdk/**',
        '#lambdas/*/*store.ts',
        '../*store.ts',
        '../*app.ts',
        'node:fs*',
        'node:dns*',
        'node:http*',
        'node:net',
      ),
    ),
  },
  {
    files: ['lib/**/*.ts'],
    rules: imports(
      forbid(
        'infrastructure imports the contract and key definitions only',
        '#lambdas/**',
        '!#lambdas/platform',
        '!#lambdas/platform/keys',
        '!#lambdas/platform/keys/**',
        '#local/**',
        '#test/**',
      ),
    ),
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
    },
  },
);
