import type * as z from 'zod';
import type { FieldProblem } from '#contract/errors.ts';
import { apiClient } from '#contract/client.ts';
import type { CallOf } from '#contract/client.ts';
import type { ReplyDataOf, RouteSpec } from '#contract/route.ts';
import type { OutputOf, Shape } from '#contract/shape.ts';
import { askedCredentials } from './credentials.ts';
import { apiAddressOf } from './api-address.ts';
import type { ApiAddressOptions } from './api-address.ts';
import { accessTokenFor } from './session.ts';

/** A caller of the API, signed in when it is first used. */
export type Call = <R extends RouteSpec>(route: R, request: CallOf<R>) => Promise<ReplyDataOf<R>>;
export type Connect = (options: ApiAddressOptions) => Call;

/** What is wrong is told before anybody is asked for a password. The token lives as long as the command. */
export const connect: Connect = (options) => {
  let signedIn: Promise<Call> | undefined;
  return async (route, request) => {
    checkRequest(route, request);
    signedIn ??= signIn(options);
    return (await signedIn)(route, request);
  };
};

async function signIn(options: ApiAddressOptions): Promise<Call> {
  const { publicUrl, userPoolClientId } = await apiAddressOf(options);
  const token = await accessTokenFor(userPoolClientId, askedCredentials(process.env));
  return apiClient({ baseUrl: publicUrl, accessToken: () => token });
}

/** By the shapes that the API itself judges with. @throws with what is wrong, and where */
function checkRequest(route: RouteSpec, request: { params?: unknown; query?: unknown; body?: unknown }): void {
  if (route.params) shaped(route.params, request.params ?? {});
  if (route.query) shaped(route.query, request.query ?? {});
  if (route.body) shaped(route.body, request.body);
}

/** What the API would refuse. */
export class WrongRequest extends Error {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super(fields.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    this.name = 'WrongRequest';
    this.fields = fields;
  }
}

/** @throws WrongRequest with each field that is not as it should be */
export function shaped<S extends Shape>(shape: S, value: unknown): OutputOf<S>;
export function shaped(shape: Shape, value: unknown): unknown {
  const { success, data, error } = shape().safeParse(value);
  if (success) return data;
  throw new WrongRequest(error.issues.flatMap(problemsOf));
}

/** Our own messages read as claims about the field ("is longer than …"); zod's for what is absent does not. */
function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'is not a field of this request',
    }));
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ path: issue.path.join('.'), message: missing ? 'is missing' : issue.message }];
}
