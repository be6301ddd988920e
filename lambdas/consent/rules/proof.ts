import type * as z from 'zod';
import { proofBundle, sealedDetails } from '#contract/consent.ts';
import type { ConsentEvent, ProofBundle } from '#contract/consent.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { open } from '#lambdas/platform/sealing.ts';
import { genesisHash, hashOf } from './chain.ts';
import { standsUnder } from './merkle.ts';

export interface Finding {
  readonly kind:
    | 'malformed'
    | 'event_changed'
    | 'event_removed'
    | 'event_added'
    | 'notice_changed'
    | 'notice_missing'
    | 'sealed_unreadable'
    | 'checkpoint_mismatch';
  readonly seq?: number;
  /** For people: what was found. */
  readonly message: string;
}

export type Verdict =
  | {
      readonly valid: true;
      readonly events: number;
      /** The checkpoint witnesses the events up to this one; later ones await the next. 0 without a checkpoint. */
      readonly witnessedUpTo: number;
      readonly checkpointDay?: string;
    }
  | { readonly valid: false; readonly findings: readonly Finding[] };

/** Judges a proof bundle by itself: no network, no AWS, no secret but the contact key that it may carry. */
export function verifyProof(input: unknown): Verdict {
  const parsed = proofBundle().safeParse(input);
  if (!parsed.success) return { valid: false, findings: [{ kind: 'malformed', message: sentenceOf(parsed.error) }] };
  const bundle = parsed.data;
  const findings = [
    ...chainFindings(bundle),
    ...noticeFindings(bundle),
    ...sealFindings(bundle),
    ...checkpointFindings(bundle),
  ];
  if (findings.length > 0) return { valid: false, findings };
  return {
    valid: true,
    events: bundle.events.length,
    witnessedUpTo: bundle.inclusion?.seq ?? 0,
    checkpointDay: bundle.inclusion ? bundle.checkpoint?.day : undefined,
  };
}

/** Another file altogether, or the place where one of ours is not as it was written. */
function sentenceOf({ issues }: z.ZodError): string {
  if (issues.some(({ code, path }) => path[0] === 'format' || (path.length === 0 && code !== 'unrecognized_keys')))
    return 'this is not a proof bundle: those come from `assent ledger export`, or from "Download my record" on a preference page';
  const [first] = issues;
  const place = first?.code === 'unrecognized_keys' ? [...first.path, ...first.keys.slice(0, 1)] : first?.path;
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
  return `this proof bundle is not as it was written: ${place?.join('.')}${more}`;
}

function chainFindings({ contactId, clientId, events }: ProofBundle): Finding[] {
  const findings: Finding[] = [];
  let before = { seq: 0, hash: genesisHash(contactId) };
  for (const event of events) {
    findings.push(...eventFindings(event, before, { contactId, clientId }));
    before = { seq: event.seq, hash: event.hash };
  }
  return findings;
}

function eventFindings(
  event: ConsentEvent,
  before: { seq: number; hash: string },
  { contactId, clientId }: { contactId: string; clientId: string },
): Finding[] {
  const { seq } = event;
  const found: Finding[] = [];
  if (hashOf(event) !== event.hash)
    found.push({ kind: 'event_changed', seq, message: `event ${seq} was changed: its content does not have its hash` });
  if (event.contactId !== contactId || event.clientId !== clientId)
    found.push({ kind: 'event_added', seq, message: `event ${seq} belongs to another contact` });
  if (seq > before.seq + 1) {
    for (let missing = before.seq + 1; missing < seq; missing++)
      found.push({ kind: 'event_removed', seq: missing, message: `event ${missing} was removed` });
  } else if (seq <= before.seq) {
    found.push({
      kind: 'event_added',
      seq,
      message: `event ${seq} stands after event ${before.seq}: it was added or moved`,
    });
  } else if (event.prevHash !== before.hash && found.length === 0) {
    found.push({
      kind: 'event_added',
      seq,
      message: `event ${seq} does not follow from event ${before.seq}: one of the two was put in place of another`,
    });
  }
  return found;
}

function noticeFindings({ events, notices }: ProofBundle): Finding[] {
  const hashes = new Map(notices.map((notice) => [notice.noticeId, sha256OfJson(notice)]));
  return events.flatMap(({ seq, noticeId, noticeSha256 }): Finding[] => {
    if (noticeId === undefined) return [];
    const hash = hashes.get(noticeId);
    if (hash === undefined)
      return [{ kind: 'notice_missing', seq, message: `the notice that event ${seq} was shown is not in the bundle` }];
    if (hash === noticeSha256) return [];
    return [{ kind: 'notice_changed', seq, message: `the notice of event ${seq} is not the text that was shown` }];
  });
}

function sealFindings({ contactId, contactKey, events }: ProofBundle): Finding[] {
  if (contactKey === undefined) return [];
  const key = Buffer.from(contactKey, 'base64url');
  return events.flatMap(({ seq, sealed }): Finding[] =>
    sealed === undefined || opens(key, { contactId, seq }, sealed)
      ? []
      : [
          {
            kind: 'sealed_unreadable',
            seq,
            message: `the personal details of event ${seq} do not open with the contact's key`,
          },
        ],
  );
}

function opens(key: Buffer, place: { contactId: string; seq: number }, sealed: string): boolean {
  try {
    return sealedDetails().safeParse(open(key, place, sealed)).success;
  } catch {
    // A wrong key, place or bit is what is asked about here.
    return false;
  }
}

function checkpointFindings({ contactId, events, checkpoint, inclusion }: ProofBundle): Finding[] {
  if (!checkpoint || !inclusion) return [];
  const { seq, hash, index, path } = inclusion;
  const day = checkpoint.day;
  if (!standsUnder(checkpoint.root, { contactId, seq, hash }, { index, size: checkpoint.size, path }))
    return [{ kind: 'checkpoint_mismatch', message: `the chain does not stand under the checkpoint of ${day}` }];
  const newest = events.at(-1)?.seq ?? 0;
  if (newest < seq)
    return Array.from({ length: seq - newest }, (_, offset) => ({
      kind: 'event_removed' as const,
      seq: newest + 1 + offset,
      message: `event ${newest + 1 + offset} was removed: the checkpoint of ${day} saw it`,
    }));
  if (events.some((event) => event.seq === seq && event.hash === hash)) return [];
  return [{ kind: 'event_changed', seq, message: `event ${seq} is not the one that the checkpoint of ${day} saw` }];
}
