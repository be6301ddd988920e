import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { openApiDocument } from '#contract/openapi.ts';
import { routes } from '#contract/routes.ts';

/** `npm run openapi`: writes docs/openapi.json from the route table. */
const root = path.resolve(import.meta.dirname, '..');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
const document = openApiDocument(routes, version);
writeFileSync(path.join(root, 'docs/openapi.json'), `${JSON.stringify(document, undefined, 2)}\n`);
console.log(`docs/openapi.json: ${Object.keys(document.paths ?? {}).length} paths`);
