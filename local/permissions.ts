import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { idleByDesign } from './idle-grants.ts';
import type { Excuse } from './idle-grants.ts';

/** One action that a role may do on one resource, `*` standing for anything. */
export interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

const decision = z.object({ role: z.string(), action: z.string(), resource: z.string(), allowed: z.boolean() });
export type Decision = z.output<typeof decision>;

export interface Judgement {
  readonly denied: readonly Decision[];
  /** Granted, and not once made use of. */
  readonly idle: readonly Grant[];
  /** Excuses that excuse nothing any more. */
  readonly stale: readonly Excuse[];
}

/** What roles were refused, and what they were given for nothing. */
export function judge(
  grants: readonly Grant[],
  decisions: readonly Decision[],
  excuses: readonly Excuse[] = idleByDesign,
): Judgement {
  const unused = grants.filter((grant) => !decisions.some((each) => each.allowed && makesUseOf(each, grant)));
  const excused = ({ role, action, resource }: Grant, excuse: Excuse) =>
    matches(excuse.action, action) && role.includes(excuse.role ?? '') && resource.includes(excuse.resource ?? '');
  return {
    denied: decisions.filter(({ allowed }) => !allowed),
    idle: unused.filter((grant) => !excuses.some((excuse) => excused(grant, excuse))),
    stale: excuses.filter((excuse) => !excuse.byChance && !unused.some((grant) => excused(grant, excuse))),
  };
}

/** What the emulator judges on `*` cannot be told apart by resource. */
const makesUseOf = (made: Decision, grant: Grant): boolean =>
  roleName(made.role) === grant.role &&
  matches(grant.action, made.action) &&
  (made.resource === '*' || matches(grant.resource, made.resource));

/** As IAM compares: `*` is any text, `?` any letter, actions whatever their case. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
}

const roleName = (arn: string): string => arn.split('/').at(-1) ?? arn;

export function decisionsIn(file: string): Decision[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => decision.parse(JSON.parse(line)));
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const policy = z.object({
  Statement: z.array(z.object({ Effect: z.string(), Action: oneOrMore, Resource: oneOrMore })),
});

/** What the deployed roles of an Assent may do, as the emulator's IAM holds it: every name is filled in there. */
export async function grantsOf(endpoint: string): Promise<Grant[]> {
  const roles = valuesOf('RoleName', await iam(endpoint, { Action: 'ListRoles', MaxItems: '1000' }));
  const ours = roles.filter((role) => role.startsWith('Assent-'));
  const grants = await Promise.all(ours.map((role) => grantsOfRole(endpoint, role)));
  return grants.flat();
}

async function grantsOfRole(endpoint: string, role: string): Promise<Grant[]> {
  const names = valuesOf('member', await iam(endpoint, { Action: 'ListRolePolicies', RoleName: role }));
  const documents = await Promise.all(
    names.map(async (PolicyName) =>
      valuesOf('PolicyDocument', await iam(endpoint, { Action: 'GetRolePolicy', RoleName: role, PolicyName })),
    ),
  );
  return documents
    .flat()
    .flatMap((text) => policy.parse(JSON.parse(decodeURIComponent(text))).Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ role, action, resource }))),
    );
}

/** Three calls of IAM are not worth an SDK client. The emulator knows the caller by the key alone. */
async function iam(endpoint: string, parameters: Record<string, string>): Promise<string> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none',
    },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`IAM of the emulator answered ${answer.status}: ${text.slice(0, 200)}`);
  return text;
}

const valuesOf = (tag: string, xml: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, value]) => value ?? '');

/** `Assent-Service-SignUpsignuppublicRoleE2CDD6F8-6D89…` → `Service/SignUpsignuppublic` */
const readable = (role: string): string =>
  role.replace(/^Assent-(\w+?)-(.+?)(ServiceRole|Role)[0-9A-F]{8}(-.*)?$/, '$1/$2');

const shortResource = (resource: string): string => resource.split(':').slice(5).join(':') || resource;

/** Prints what is wrong, a line each. @returns counted as a check */
export async function checkPermissions(running: { readonly endpoint: string; readonly decisionsLog: string }) {
  const [grants, decisions] = [await grantsOf(running.endpoint), decisionsIn(running.decisionsLog)];
  const { denied, idle, stale } = judge(grants, decisions);
  const fine = denied.length + idle.length + stale.length === 0 && decisions.length > 0 && grants.length > 0;
  console.log(
    `${fine ? '✓' : '✗'} permissions (${grants.length} grants, ${decisions.length} decisions, ${denied.length} denied, ${idle.length} never used)`,
  );
  for (const { role, action, resource } of denied)
    console.log(`  denied: ${readable(roleName(role))} may not ${action} on ${resource}`);
  for (const { role, action, resource } of idle)
    console.log(`  never used: ${readable(role)} may ${action} on ${shortResource(resource)}`);
  for (const { action, role } of stale)
    console.log(`  local/idle-grants.ts excuses ${role ?? 'any role'} for ${action}, and nothing needs it`);
  return fine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
