import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { exampleBodies } from '#contract/examples.ts';
import { openApiDocument } from '#contract/openapi.ts';
import { consentRoutes } from '#contract/consent.ts';
import { forwardingRoutes } from '#contract/forwarding.ts';
import { routes } from '#contract/routes.ts';
import type { RouteSpec } from '#contract/route.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const document = JSON.parse(JSON.stringify(openApiDocument(routes, version))) as Document;

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { examples?: unknown[] }> };
}
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: object[];
  parameters?: { in: string; name: string; required?: boolean }[];
  responses: Record<string, { description: string }>;
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object of the document. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const each of Object.values(value)) yield* objectsIn(each);
}

describe('docs/openapi.json', () => {
  it('is what the route table says now: otherwise run npm run openapi', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(document);
  });

  it('has an operation for each route, and no other', () => {
    const expected = routes.map(({ id, method, path }) => `${method.toLowerCase()} ${path} ${id}`);
    const found = operations.map(({ method, path, operation }) => `${method} ${path} ${operation.operationId}`);
    expect(found.sort()).toEqual(expected.sort());
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('refers to nothing that is not there', () => {
    const references = [...objectsIn(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const [root, ...steps] = reference.split('/');
      expect(root).toBe('#');
      expect(steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document)).toBeDefined();
    }
  });

  it.each(operations)('$method $path names each part of its path, and nothing else', ({ path, operation }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => name).sort()).toEqual(inPath.sort());
    expect(declared.every(({ required }) => required)).toBe(true);
  });

  it('asks for a sign-in wherever the contract does', () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0);
    expect(open.map(({ operation }) => operation.operationId).sort()).toEqual(
      routes
        .filter(({ audience }) => audience === 'public')
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('tells what goes wrong, by the code', () => {
    const create = operations.find(({ operation }) => operation.operationId === 'createList');
    expect(create?.operation.responses['422']?.description).toContain('`invalid_fields`');
    for (const { operation } of operations)
      for (const { description } of Object.values(operation.responses)) expect(description).not.toBe('');
  });
});

describe('the examples', () => {
  const all: readonly RouteSpec[] = [...routes, ...consentRoutes, ...forwardingRoutes];
  const withBody = [...new Map(all.filter(({ body }) => body).map((route) => [route.id, route])).values()];

  it.each(withBody.map((route) => [route.id, route] as const))(
    'of the body of %s is one that it takes',
    (id, route) => {
      expect(route.body?.().safeParse(exampleBodies[id])).toMatchObject({ success: true });
    },
  );

  it('belong to a route each', () => {
    expect(Object.keys(exampleBodies).filter((id) => !all.some((route) => route.id === id))).toEqual([]);
  });

  it('of replies are what their shapes give', () => {
    const named = Object.entries(document.components.schemas).filter(([, { examples }]) => examples);
    expect(named.length).toBeGreaterThanOrEqual(5);
  });
});

describe('every route', () => {
  const fileOf = ({ capability, audience, part }: RouteSpec) =>
    `${capability}/http-${audience}${part === undefined ? '' : `-${part}`}`;
  const audiences = [...new Set(routes.map(fileOf))];

  it.each(audiences)('of %s has its handler in that file, which serves no other', async (file) => {
    const { handler } = (await import(path.resolve(`lambdas/${file}.ts`))) as { handler: { serves: RouteSpec[] } };
    const wanted = routes.filter((route) => fileOf(route) === file);
    expect(handler.serves.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
  });

  it('has a handler: there is no file of routes that the table does not know', () => {
    const files = readdirSync('lambdas', { withFileTypes: true, recursive: true })
      .filter(({ name }) => /^http-[\w-]+\.ts$/.test(name))
      .map(({ parentPath, name }) => `${path.basename(parentPath)}/${name.replace('.ts', '')}`);
    expect(files.sort()).toEqual([...audiences].sort());
  });

  it('judges what it gets and what it gives: unknown fields are refused both ways', () => {
    for (const route of routes) {
      const shapes = [route.params, route.query, route.reply.kind === 'json' ? route.reply.schema : undefined];
      for (const shape of shapes) if (shape) expect(isStrict(shape()), route.id).toBe(true);
    }
  });
});

function isStrict(shape: z.ZodType): boolean {
  const { success, error } = shape.safeParse({ nobodyKnowsThis: 1 });
  return !success && error.issues.some(({ code }) => code === 'unrecognized_keys');
}
