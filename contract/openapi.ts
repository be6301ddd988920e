import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import * as z from 'zod';
import { auditEvent, client, clientProfile, postalAddress, user, userCreated } from './clients.ts';
import { reason } from './common.ts';
import { consentEvent, notice, proofBundle } from './consent.ts';
import { errorStatuses, problem } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import {
  exampleAuditEvent,
  exampleBodies,
  exampleClient,
  exampleDelivery,
  exampleEndpoint,
  exampleForm,
  exampleFormContent,
  exampleList,
  exampleUser,
} from './examples.ts';
import { block, campaign, campaignDraft, complianceReport, content, finding, richText } from './campaigns.ts';
import { contactExport, delivery, digest, endpoint } from './forwarding.ts';
import type { Audience, Capability, RouteSpec } from './route.ts';
import { form, formContent, formField, list } from './sign-up.ts';

/** Shapes that the document names once and refers to. Their names stand here, and not in the bundles of the functions. */
const named: readonly (readonly [string, z.ZodType, { description: string; example?: unknown }])[] = [
  ['Client', client(), { description: 'A brand, shop or association that mail is sent for.', example: exampleClient }],
  ['ClientProfile', clientProfile(), { description: 'What an operator writes down about a client.' }],
  ['PostalAddress', postalAddress(), { description: 'Stands in every mail: the law asks for it.' }],
  ['User', user(), { description: 'Somebody who signs in.', example: exampleUser }],
  ['UserCreated', userCreated(), { description: 'A user, and the temporary password: shown this once.' }],
  ['AuditEvent', auditEvent(), { description: 'Who did what, to what, why.', example: exampleAuditEvent }],
  ['List', list(), { description: 'What people can sign up to.', example: exampleList }],
  ['FormContent', formContent(), { description: 'All that a form says and does.', example: exampleFormContent }],
  ['FormField', formField(), { description: 'A field of a form besides the address.' }],
  ['Form', form(), { description: 'A hosted sign-up page.', example: exampleForm }],
  ['Notice', notice(), { description: 'Exactly what was shown, and who stands behind it. Immutable.' }],
  ['ConsentEvent', consentEvent(), { description: 'One line of the ledger: chained to the one before by its hash.' }],
  ['ProofBundle', proofBundle(), { description: 'Verifies offline with `assent ledger verify`.' }],
  ['Endpoint', endpoint(), { description: 'An https address that is told of contacts.', example: exampleEndpoint }],
  ['Delivery', delivery(), { description: 'One event for one endpoint, and how it went.', example: exampleDelivery }],
  ['Digest', digest(), { description: 'The daily mail for clients without an endpoint.' }],
  ['ContactExport', contactExport(), { description: 'A CSV file in the making.' }],
  ['Campaign', campaign, { description: 'One message to the people of a list, and how far it is.' }],
  ['CampaignDraft', campaignDraft, { description: "What a client's user writes." }],
  ['CampaignContent', content, { description: 'What a campaign says: blocks, MJML or HTML.' }],
  ['Block', block, { description: 'A part of a message.' }],
  ['RichText', richText, { description: 'Text in the JSON of ProseMirror.' }],
  ['ComplianceReport', complianceReport, { description: 'What was checked, and what was found (docs/compliance.md).' }],
  ['Finding', finding, { description: 'One thing that the law or a mailbox provider objects to.' }],
  ['Problem', problem(), { description: 'RFC 9457 problem details; `code` is for programs, `detail` for people.' }],
];
for (const [id, shape, { description, example }] of named)
  z.globalRegistry.add(shape, { id, description, ...(example === undefined ? {} : { examples: [example] }) });

const tags: Record<Capability, string> = {
  'sign-up': 'Lists, hosted forms, and what visitors do with them.',
  consent: 'What a person agreed to: change it, end it, prove it.',
  forwarding: 'Captured contacts, handed to the client: webhooks, digest, CSV.',
  clients: 'Clients, their users, their audit trail.',
  contacts: 'Lists and the people on them.',
  campaigns: 'Messages to the people of a list: written, checked, scheduled.',
  sending: 'Campaigns on their way: paused, resumed, cancelled, counted.',
  reporting: 'What became of the mails.',
  abuse: 'Reports of mail that should not have been sent.',
  signpost: 'What stands at the address itself.',
};

const audiences: Record<Audience, string> = {
  public: 'Open to everybody.',
  client: "For the client's own users, and for operators on its behalf. What belongs to another client is `not_found`.",
  operator: 'For operators.',
};

const meanings: Record<ErrorCode, string> = {
  invalid_request: 'the request cannot be read',
  invalid_fields: 'some fields are not as they should be; `fields` names each',
  unsupported_media_type: 'the body is of another content type',
  too_large: 'the body is larger than this route takes',
  unauthenticated: 'nobody is signed in, or not any more',
  forbidden: 'not from this web origin',
  not_found: 'there is no such thing, or it belongs to another client',
  already_exists: 'the name is taken',
  wrong_state: 'not possible as things stand now',
  changed_meanwhile: 'somebody else changed it just now: read it again',
  gone: 'it is closed, or the link is too old',
  reason_required: 'an operator has to say why, in `x-assent-reason`',
  limit_reached: 'there may not be more of them',
  proof_required: 'solve the `challenge` and send it along',
  unavailable: 'not possible just now: try again in a minute',
  internal: 'a fault on our side; `requestId` finds it in the logs',
};

/** The route table as an OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly RouteSpec[], version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [method(route)]: operationOf(route) };
  const used = new Set(routes.map(({ capability }) => capability));
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Assent',
        version,
        description:
          'Permission-based e-mail that a team runs in its own AWS account.\n\nUnknown fields are refused. Times are ISO 8601 in UTC. Listings give `nextPageToken` while there is more. Errors are RFC 9457 problem details, or a page where a page was asked for; an address that is none of these answers `not_found` the same way.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [
        {
          url: 'https://{host}',
          description: 'Your deployment: the output `PublicUrl` of the stack `Assent-Service`',
          variables: { host: { default: 'news.example.com' } },
        },
      ],
      tags: Object.entries(tags)
        .filter(([name]) => [...used].some((capability) => capability === name))
        .map(([name, description]) => ({ name, description })),
      paths,
      components: {
        securitySchemes: {
          signedIn: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              'The access token of a sign-in to the user pool of the deployment (`USER_PASSWORD_AUTH`), good for 15 minutes. Who may call what follows from the group: `operator` or `client`.',
          },
        },
      },
    },
    { outputIdSuffix: 'Reply', override: ({ jsonSchema }) => simplify(jsonSchema) },
  );
}

/** Leaves out what zod adds for machines and what tells a person nothing. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

type Method = 'get' | 'post' | 'put' | 'delete' | 'options';
const methods: Record<RouteSpec['method'], Method> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  DELETE: 'delete',
  OPTIONS: 'options',
};
const method = (route: RouteSpec): Method => methods[route.method];

const reasonHeader = z.object({ 'x-assent-reason': reason().optional() });

function operationOf(route: RouteSpec): ZodOpenApiOperationObject {
  const said = route.showsContacts
    ? `${audiences[route.audience]} Operators give a reason, which the audit trail keeps.`
    : audiences[route.audience];
  return {
    operationId: route.id,
    summary: route.summary,
    description: said,
    tags: [route.capability],
    security: route.audience === 'public' ? [] : [{ signedIn: [] }],
    requestParams: {
      ...(route.params ? { path: route.params() } : {}),
      ...(route.query ? { query: route.query() } : {}),
      ...(route.showsContacts ? { header: reasonHeader } : {}),
    },
    ...bodyOf(route),
    responses: { [route.status]: successOf(route), ...problemsOf(route) },
  };
}

function bodyOf(route: RouteSpec): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (route.accepts === 'anything')
    return { requestBody: { required: false, content: { '*/*': {} }, description: 'Whatever comes; it is not read.' } };
  if (!route.body) return {};
  const type = route.accepts === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  const example = exampleBodies[route.id];
  const content = { [type]: { schema: route.body(), ...(example === undefined ? {} : { example }) } };
  return { requestBody: { required: true, content } };
}

function successOf({ reply }: RouteSpec): ZodOpenApiResponsesObject['200'] {
  switch (reply.kind) {
    case 'json':
      return { description: 'Done.', content: { 'application/json': { schema: reply.schema() } } };
    case 'page':
      return { description: 'A page for people.', content: { 'text/html': { schema: { type: 'string' } } } };
    case 'file':
      return { description: 'A file.', content: { [reply.contentType]: { schema: { type: 'string' } } } };
    case 'empty':
      return { description: 'Done; there is nothing to say.' };
  }
}

type ProblemResponse = NonNullable<ZodOpenApiResponsesObject['400']>;

/** Statuses with the codes that each may carry. */
function problemsOf(route: RouteSpec): ZodOpenApiResponsesObject {
  const codes = new Set<ErrorCode>([
    ...(route.params ? ['not_found' as const] : []),
    ...(route.query || route.body ? ['invalid_request' as const] : []),
    ...(route.body ? (['invalid_fields', 'too_large', 'unsupported_media_type'] as const) : []),
    ...(route.audience === 'public' ? [] : ['unauthenticated' as const]),
    ...(route.errors ?? []),
    'internal',
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(errorStatuses[code], [...(byStatus.get(errorStatuses[code]) ?? []), code]);
  const responses: Record<string, ProblemResponse> = {};
  for (const [status, of] of [...byStatus].sort(([one], [other]) => one - other))
    responses[status] = {
      description: of.map((code) => `\`${code}\`: ${meanings[code]}`).join('; '),
      content:
        route.reply.kind === 'page'
          ? { 'text/html': { schema: { type: 'string' } } }
          : { 'application/problem+json': { schema: problem() } },
    };
  return responses;
}
