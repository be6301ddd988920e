import { BadRequestException, MessageRejected, SESv2ServiceException } from '@aws-sdk/client-sesv2';

/**
 * What a failed SendEmail means for the message.
 * - `rejected`: SES has seen it and will never take it
 * - `not_sent`: SES surely does not have it; trying again may help
 * - `unknown`: SES may have it. SendEmail knows no idempotency token: trying again could send it twice
 */
export type SesFailure = 'rejected' | 'not_sent' | 'unknown';

const neverConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

export function sesFailureOf(error: unknown): SesFailure {
  if (error instanceof MessageRejected || error instanceof BadRequestException) return 'rejected';
  // An answer of 4xx says no: throttled, over quota, paused, not verified, not allowed.
  if (error instanceof SESv2ServiceException) return isRefusal(error.$metadata.httpStatusCode) ? 'not_sent' : 'unknown';
  return codesOf(error).some((code) => neverConnected.includes(code)) ? 'not_sent' : 'unknown';
}

const isRefusal = (status: number | undefined): boolean => status !== undefined && status >= 400 && status < 500;

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return 'code' in error && typeof error.code === 'string' ? [error.code] : [];
}
