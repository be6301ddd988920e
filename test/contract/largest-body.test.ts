import { expect, it } from 'vitest';
import * as z from 'zod';
import { createSegment } from '#contract/contacts.ts';
import { routes } from '#contract/routes.ts';
import { largestBody } from '#lambdas/platform/request.ts';

type Described = z.core.JSONSchema.BaseSchema;

/** What one character may take: `\u00e9`. */
const escaped = 6;
/** Of what says its length by a pattern: ids, times, keys. */
const ofPattern = 40;

/** The most bytes that a schema lets a body have; what it names again inside itself is counted once. */
function mostBytes(schema: Described, whole: Described, inside: readonly string[] = []): number {
  const most = (each: Described | boolean): number => (typeof each === 'boolean' ? 0 : mostBytes(each, whole, inside));
  const { $ref: name } = schema;
  if (name !== undefined) {
    const named = whole.$defs?.[name.replace('#/$defs/', '')];
    return named === undefined || inside.includes(name) ? 0 : mostBytes(named, whole, [...inside, name]);
  }
  const oneOf = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (oneOf) return Math.max(...oneOf.map(most));
  if (schema.enum) return Math.max(...schema.enum.map((value) => JSON.stringify(value).length));
  if (schema.type === 'string') return 2 + (schema.maxLength === undefined ? ofPattern : schema.maxLength * escaped);
  if (schema.type === 'array') return 2 + (schema.maxItems ?? 1) * (1 + most((schema.items ?? {}) as Described));
  const fields = Object.entries(schema.properties ?? {});
  return 20 + fields.reduce((sum, [key, value]) => sum + key.length + 4 + most(value), 0);
}

/** Their schemas name themselves: what they hold altogether is bounded otherwise, and tried below. */
const recursive = ['createCampaign', 'changeCampaign', 'createSegment', 'estimateSegment'];

it('lets through whatever the schema of a body does: nobody is told of a limit that no field has', () => {
  const short = routes.flatMap(({ id, audience, body, largestBody: own }) => {
    // Public ones take less on purpose: nobody there writes at length.
    if (!body || audience === 'public' || recursive.includes(id)) return [];
    const schema = z.toJSONSchema(body(), { io: 'input', unrepresentable: 'any' });
    const most = mostBytes(schema, schema);
    return most > (own ?? largestBody) ? [`${id}: ${most}`] : [];
  });
  expect(short).toEqual([]);
});

it('lets through the largest filter', () => {
  const condition = { op: 'field', key: 'k'.repeat(32), is: 'contains', value: '€'.repeat(200) };
  const of = (many: number) => ({ op: 'or', of: Array.from({ length: many }, () => condition) });
  const filter = { op: 'and', of: [of(20), of(20), of(6)] };
  const body = { listId: 'A'.repeat(16), name: '€'.repeat(120), filter };
  expect(createSegment.body().safeParse(body).success).toBe(true);
  const more = { ...body, filter: { op: 'and', of: [of(20), of(20), of(7)] } };
  expect(createSegment.body().safeParse(more).success).toBe(false);
  const written = JSON.stringify(body).replaceAll('€', String.raw`\u20ac`);
  expect(JSON.parse(written)).toEqual(body);
  expect(written.length).toBeLessThanOrEqual(createSegment.largestBody);
});
