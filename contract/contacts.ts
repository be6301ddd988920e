import * as z from 'zod';
import { clientId, clientParams, contactId, id, instant, line, listId, mailAddress, pageOf, paging } from './common.ts';
import { evidence, lawfulBasis, provenance, purposeState } from './consent.ts';
import { shape } from './shape.ts';
import { json, route } from './route.ts';
import { purpose } from './sign-up.ts';

export const importId = id.meta({ id: 'ImportId' });
export const segmentId = id.meta({ id: 'SegmentId' });

const day = z.iso.date();

/** What a field of a contact is called and holds. `first_name` and `last_name` are known of everybody. */
export const fieldDefinition = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'is not a field key: up to 32 of a-z 0-9 _, a letter first'),
  type: z.enum(['text', 'number', 'date', 'choice', 'box']),
});
export type FieldDefinition = z.output<typeof fieldDefinition>;

/** Who is meant: judged while a campaign is planned, person by person. At most five levels and fifty conditions. */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly op: 'not'; readonly of: Filter }
  | FieldCondition
  | z.output<typeof since>
  | z.output<typeof purposeCondition>
  | z.output<typeof basisCondition>;

const fieldKey = fieldDefinition.shape.key;
const fieldCondition = z.discriminatedUnion('is', [
  z.strictObject({
    op: z.literal('field'),
    key: fieldKey,
    is: z.enum(['equals', 'differs']),
    value: z.union([z.string().max(200), z.number(), z.boolean()]),
  }),
  z.strictObject({
    op: z.literal('field'),
    key: fieldKey,
    is: z.enum(['contains', 'begins']),
    value: z.string().min(1).max(200),
  }),
  z.strictObject({ op: z.literal('field'), key: fieldKey, is: z.enum(['below', 'above']), value: z.number() }),
  z.strictObject({ op: z.literal('field'), key: fieldKey, is: z.enum(['before', 'after']), value: day }),
  z.strictObject({ op: z.literal('field'), key: fieldKey, is: z.enum(['known', 'missing']) }),
]);
type FieldCondition = z.output<typeof fieldCondition>;
/** On the list since. */
const since = z.strictObject({ op: z.literal('since'), from: instant.optional(), until: instant.optional() });
const purposeCondition = z.strictObject({ op: z.literal('purpose'), purpose, given: z.boolean() });
const basisCondition = z.strictObject({ op: z.literal('basis'), basis: lawfulBasis });

const deepest = 5;
const mostConditions = 50;

const anyFilter: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ op: z.enum(['and', 'or']), of: z.array(anyFilter).min(1).max(20) }),
    z.strictObject({ op: z.literal('not'), of: anyFilter }),
    fieldCondition,
    since,
    purposeCondition,
    basisCondition,
  ]),
);

const inside = (of: Filter): readonly Filter[] =>
  of.op === 'not' ? [of.of] : of.op === 'and' || of.op === 'or' ? of.of : [];
const depthOf = (of: Filter): number => 1 + Math.max(0, ...inside(of).map(depthOf));
const sizeOf = (of: Filter): number => 1 + inside(of).reduce((sum, each) => sum + sizeOf(each), 0);

export const filter = anyFilter
  .refine((of) => depthOf(of) <= deepest, `is nested deeper than ${deepest} levels`)
  .refine((of) => sizeOf(of) <= mostConditions, `has more than ${mostConditions} conditions`)
  .meta({ id: 'Filter' });

export const segment = z.strictObject({
  segmentId,
  clientId,
  listId,
  name: line(120),
  filter,
  createdAt: instant,
  updatedAt: instant,
});
export type Segment = z.output<typeof segment>;

/** A column of the file and what it becomes; others are left behind. */
export const columnMapping = z.strictObject({
  column: z.int().min(0).max(199),
  to: z.union([
    z.literal('address'),
    z.literal('evidence.date'),
    z.literal('evidence.reference'),
    z.strictObject({ field: fieldDefinition }),
  ]),
});

export const importSettings = z.strictObject({
  mapping: z
    .array(columnMapping)
    .min(1)
    .max(30)
    .refine((all) => all.filter(({ to }) => to === 'address').length === 1, 'names no column, or two, as the address'),
  provenance: provenance(),
  /** Absent: nobody of this file may be mailed, and nobody is asked to opt in (PR-13). Date and reference may come from columns. */
  evidence: evidence().optional(),
  language: z.enum(['en', 'de', 'fr', 'es']),
});
export type ImportSettings = z.output<typeof importSettings>;

export const importStatus = z.enum([
  'uploading',
  'ready',
  'checking',
  'quarantined',
  'importing',
  'done',
  'failed',
  'cancelled',
]);

export const contactImport = z.strictObject({
  importId,
  clientId,
  listId,
  fileName: line(200),
  status: importStatus,
  /** Found in the first 256 kB. */
  dialect: z
    .strictObject({
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
      delimiter: z.enum([',', ';', '\t']),
    })
    .optional(),
  columns: z.array(z.string()).optional(),
  settings: importSettings.optional(),
  /** Of the bytes that the present step reads. */
  percent: z.int().min(0).max(100),
  /** Each row is in one of them. */
  counts: z.strictObject({
    rows: z.int(),
    added: z.int(),
    updated: z.int(),
    /** Added or updated, without evidence: nobody mails them. */
    notMailable: z.int(),
    suppressed: z.int(),
    duplicates: z.int(),
    refused: z.int(),
  }),
  warnings: z.array(
    z.strictObject({
      kind: z.enum(['role_accounts', 'disposable', 'sequential', 'no_mail_domain', 'refused']),
      share: z.number(),
      quarantines: z.boolean(),
      message: z.string(),
    }),
  ),
  because: z.string().optional(),
  createdBy: z.string(),
  createdAt: instant,
  endedAt: instant.optional(),
});
export type ContactImport = z.output<typeof contactImport>;

/** As far as it was typed: `exam` finds example.net and example.org. */
const domainBeginning = z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, 'is not the beginning of a domain');

const member = { capability: 'contacts', audience: 'client' } as const;
/** Thirty columns with names, a notice, and the evidence, with every character escaped. */
const largestSettings = 40 * 1024;
/** Fifty conditions, each with its longest value, with every character escaped. */
const largestFilter = 80 * 1024;
const importParams = shape(() => z.strictObject({ clientId, importId }));
const segmentParams = shape(() => z.strictObject({ clientId, segmentId }));

export const createImport = route({
  ...member,
  id: 'createImport',
  method: 'POST',
  path: '/v1/clients/{clientId}/imports',
  status: 201,
  summary: 'Where to post a CSV file to (up to 500 MB), for an hour. The file goes after a day.',
  params: clientParams,
  body: shape(() => z.strictObject({ listId, fileName: line(200) })),
  reply: json(
    shape(() =>
      z.strictObject({
        import: contactImport,
        upload: z.strictObject({ url: z.string(), fields: z.record(z.string(), z.string()) }),
      }),
    ),
  ),
  errors: ['not_found'],
});

export const previewImport = route({
  ...member,
  id: 'previewImport',
  method: 'POST',
  path: '/v1/clients/{clientId}/imports/{importId}/preview',
  status: 200,
  summary: 'Look at the file: how it is written, its columns, its first 50 rows, what each column seems to be.',
  params: importParams,
  reply: json(
    shape(() =>
      z.strictObject({
        import: contactImport,
        rows: z.array(z.array(z.string())).max(50),
        suggested: z.array(columnMapping),
      }),
    ),
  ),
  showsContacts: true,
  errors: ['not_found', 'invalid_fields', 'wrong_state'],
});

export const startImport = route({
  ...member,
  id: 'startImport',
  method: 'POST',
  path: '/v1/clients/{clientId}/imports/{importId}/start',
  status: 202,
  summary: 'Check every row, then take them in; quarantined when too much of it looks wrong.',
  params: importParams,
  body: shape(() => importSettings),
  largestBody: largestSettings,
  reply: json(shape(() => contactImport)),
  errors: ['not_found', 'invalid_fields', 'wrong_state', 'changed_meanwhile'],
});

export const getImport = route({
  ...member,
  id: 'getImport',
  method: 'GET',
  path: '/v1/clients/{clientId}/imports/{importId}',
  status: 200,
  summary: 'How far an import is, and what became of its rows.',
  params: importParams,
  reply: json(shape(() => contactImport)),
  errors: ['not_found'],
});

export const listImports = route({
  ...member,
  id: 'listImports',
  method: 'GET',
  path: '/v1/clients/{clientId}/imports',
  status: 200,
  summary: "A client's imports.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(shape(() => contactImport))),
  errors: ['not_found'],
});

export const getImportReport = route({
  ...member,
  id: 'getImportReport',
  method: 'GET',
  path: '/v1/clients/{clientId}/imports/{importId}/report',
  status: 200,
  summary: 'Where the rows that were refused can be downloaded, with line and reason, for ten minutes.',
  params: importParams,
  reply: json(shape(() => z.strictObject({ url: z.string() }))),
  showsContacts: true,
  errors: ['not_found', 'wrong_state'],
});

export const releaseImport = route({
  capability: 'contacts',
  audience: 'operator',
  id: 'releaseImport',
  method: 'POST',
  path: '/v1/clients/{clientId}/imports/{importId}/release',
  status: 200,
  summary: 'Let an import go on that was quarantined, or end it.',
  params: importParams,
  body: shape(() => z.strictObject({ decision: z.enum(['import', 'cancel']), reason: line(500) })),
  reply: json(shape(() => contactImport)),
  errors: ['not_found', 'wrong_state', 'changed_meanwhile'],
});

/** A contact as its client sees it. */
export const contactShown = z.strictObject({
  contactId,
  address: z.string().optional(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  lists: z.array(
    z.strictObject({
      listId,
      status: z.string(),
      since: instant,
      basis: lawfulBasis.optional(),
      basisExpiresAt: instant.optional(),
      purposes: z.array(purposeState()),
    }),
  ),
  stopped: z.strictObject({ reason: z.string(), at: instant }).optional(),
});

export const estimateSegment = route({
  ...member,
  id: 'estimateSegment',
  method: 'POST',
  path: '/v1/clients/{clientId}/lists/{listId}/estimate',
  status: 200,
  summary: 'About how many a filter means, from a sample of the list, and ten of them.',
  params: shape(() => z.strictObject({ clientId, listId })),
  body: shape(() => z.strictObject({ filter })),
  largestBody: largestFilter,
  reply: json(
    shape(() =>
      z.strictObject({ about: z.int(), exact: z.boolean(), looked: z.int(), samples: z.array(contactShown).max(10) }),
    ),
  ),
  showsContacts: true,
  errors: ['not_found', 'invalid_fields'],
});

export const createSegment = route({
  ...member,
  id: 'createSegment',
  method: 'POST',
  path: '/v1/clients/{clientId}/segments',
  status: 201,
  summary: 'Keep a filter of a list under a name.',
  params: clientParams,
  body: shape(() => segment.pick({ listId: true, name: true, filter: true })),
  largestBody: largestFilter,
  reply: json(shape(() => segment)),
  errors: ['not_found', 'invalid_fields'],
});

export const listSegments = route({
  ...member,
  id: 'listSegments',
  method: 'GET',
  path: '/v1/clients/{clientId}/segments',
  status: 200,
  summary: "A client's segments.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(shape(() => segment))),
  errors: ['not_found'],
});

export const deleteSegment = route({
  ...member,
  id: 'deleteSegment',
  method: 'DELETE',
  path: '/v1/clients/{clientId}/segments/{segmentId}',
  status: 204,
  summary: 'Drop a segment. Campaigns have a copy of its filter.',
  params: segmentParams,
  reply: { kind: 'empty' },
  errors: ['not_found'],
});

export const listFields = route({
  ...member,
  id: 'listFields',
  method: 'GET',
  path: '/v1/clients/{clientId}/lists/{listId}/fields',
  status: 200,
  summary: 'The fields that contacts of a list may have: what a campaign can say and a filter can ask.',
  params: shape(() => z.strictObject({ clientId, listId })),
  reply: json(shape(() => z.strictObject({ items: z.array(fieldDefinition) }))),
  errors: ['not_found'],
});

export const searchContacts = route({
  ...member,
  id: 'searchContacts',
  method: 'POST',
  path: '/v1/clients/{clientId}/lists/{listId}/search',
  status: 200,
  summary: 'A contact by address, or members by the beginning of their domain.',
  params: shape(() => z.strictObject({ clientId, listId })),
  body: shape(() => z.strictObject({ address: mailAddress().optional(), domain: domainBeginning.optional() })),
  reply: json(
    shape(() => z.strictObject({ items: z.array(contactShown).max(100), looked: z.int(), more: z.boolean() })),
  ),
  showsContacts: true,
  errors: ['not_found', 'invalid_fields'],
});

export const contactsRoutes = [
  createImport,
  previewImport,
  startImport,
  getImport,
  listImports,
  getImportReport,
  releaseImport,
  estimateSegment,
  createSegment,
  listSegments,
  deleteSegment,
  listFields,
  searchContacts,
] as const;
