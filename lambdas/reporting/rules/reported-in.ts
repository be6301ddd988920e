import { messageEvent, topicAttached } from '#contract/reporting.ts';
import type { MessageEvent } from '#contract/reporting.ts';

export type Reported =
  | { readonly kind: 'event'; readonly event: MessageEvent }
  | { readonly kind: 'nothing' }
  /** With what is wrong, in words without anything personal. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** Pure: what a body of the queue says, in whatever SNS or EventBridge wrapped it. Never throws. */
export function reportedIn(body: unknown): Reported {
  if (body === topicAttached) return { kind: 'nothing' };
  const inside = unwrapped(body);
  if (inside !== undefined) return reportedIn(inside);
  const read = messageEvent.safeParse(body);
  if (read.success) return { kind: 'event', event: read.data };
  // Paths and codes alone: a message could quote what it found.
  const causes = read.error.issues.map(({ path, code }) => `${path.join('.') || 'the whole'}: ${code}`);
  return { kind: 'unknown', cause: causes.slice(0, 5).join('; ') };
}

/** SNS wraps unless delivery is raw, and EventBridge unless a rule says what to pass on. */
function unwrapped(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || 'eventType' in body) return undefined;
  if ('Message' in body && typeof body.Message === 'string') return parsed(body.Message);
  if ('detail-type' in body && 'detail' in body && typeof body.detail === 'object' && body.detail) return body.detail;
  return undefined;
}

function parsed(text: string): unknown {
  try {
    const found: unknown = JSON.parse(text);
    return found;
  } catch {
    return text;
  }
}
