import * as z from 'zod';
import { shape } from './shape.ts';
import type { OutputOf } from './shape.ts';

/** Every way in which the product says no, and the HTTP status that carries it. */
export const errorStatuses = {
  invalid_request: 400,
  invalid_fields: 422,
  unsupported_media_type: 415,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  wrong_state: 409,
  changed_meanwhile: 409,
  gone: 410,
  reason_required: 422,
  proof_required: 428,
  limit_reached: 429,
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorStatuses;

/** One field that was refused: `path` as in `fields.first_name`, `message` says what works. */
export const fieldProblem = shape(() => z.strictObject({ path: z.string(), message: z.string() }));
export type FieldProblem = OutputOf<typeof fieldProblem>;

/** RFC 9457 problem details. `title` is the code for people, `detail` what happened here. */
export const problem = shape(() =>
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string().optional(),
    fields: z.array(fieldProblem()).optional(),
  }),
);
export type Problem = OutputOf<typeof problem>;
