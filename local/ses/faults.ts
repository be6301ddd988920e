import * as z from 'zod';

/** What SES can be made to do, for tests. `timeout`: the mail is taken, and the reply lost. `unreachable`: neither. */
export const fault = z.strictObject({
  next: z.int().min(0).max(1000).default(1),
  error: z.enum(['ThrottlingException', 'MessageRejected', 'InternalServerError', 'timeout', 'unreachable']),
  /** Only mails to this address; any, unless it is named. */
  to: z.string().optional(),
});
export type Fault = z.output<typeof fault>;

/** The answers of SES to a fault that it tells of. */
export const answers = {
  ThrottlingException: { status: 429, type: 'TooManyRequestsException', message: 'Maximum sending rate exceeded.' },
  MessageRejected: { status: 400, type: 'MessageRejected', message: 'Email was not accepted: made to fail by a test.' },
  InternalServerError: { status: 500, type: 'InternalServiceError', message: 'Made to fail by a test.' },
} as const;

export class Faults {
  private planned: { fault: Fault; left: number }[] = [];

  plan(planned: Fault): void {
    this.planned.push({ fault: planned, left: planned.next });
  }

  clear(): void {
    this.planned = [];
  }

  /** The fault of this mail, used up by it. */
  take(recipients: readonly string[]): Fault['error'] | undefined {
    const next = this.planned.find(({ fault: { to }, left }) => left > 0 && (!to || recipients.includes(to)));
    if (!next) return undefined;
    next.left--;
    return next.fault.error;
  }
}
