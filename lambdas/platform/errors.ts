import type { ErrorCode, FieldProblem } from '#contract/errors.ts';

/**
 * Something the product says no to. `message` is for the one who asked: lower case, no full stop, what is wrong, what is
 * allowed. Anything else that is thrown is a fault of ours: logged with its cause, answered 500 without text.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldProblem[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, extra: DomainErrorExtra = {}) {
    super(message, { cause: extra.cause });
    this.name = 'DomainError';
    this.code = code;
    this.fields = extra.fields ?? [];
    this.details = extra.details ?? {};
  }
}

export interface DomainErrorExtra {
  readonly cause?: unknown;
  readonly fields?: readonly FieldProblem[];
  /** Goes into the problem document. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export const notFound = (what: string): DomainError => new DomainError('not_found', `there is no such ${what}`);
