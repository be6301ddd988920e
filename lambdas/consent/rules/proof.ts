import type * as z from 'zod';
import { anyProofBundle, proofBundle, sealedDetails } from '#contract/consent.ts';
import type { AnyProofBundle, ConsentEvent } from '#contract/consent.ts';
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
      /** The last event: nothing is said of later ones. */
      readonly upTo: number;
      /** Whether the bundle says that this was the newest event when it was exported: older bundles do not. */
      readonly headKnown: boolean;
      /** The checkpoint witnesses the events up to this one; later ones await the next. 0 without a checkpoint. */
      readonly witnessedUpTo: number;
      readonly checkpointDay?: string;
      /** What is to be compared with a root that was kept elsewhere. */
      readonly checkpointRoot?: string;
      /** Whether it was, here. */
      readonly rootCompared: boolean;
    }
  | { readonly valid: false; readonly findings: readonly Finding[] };

/**
 * Judges a proof bundle by itself: no network, no AWS, no secret but the contact key that it may carry.
 * @param root of the bundle's checkpoint, from where whoever made the bundle could not have changed it
 */
export function verifyProof(input: unknown, { root }: { readonly root?: string } = {}): Verdict {
  const parsed = anyProofBundle().safeParse(input);
  if (!parsed.success)
    return { valid: false, findings: [{ kind: 'malformed', message: sentenceOf(input, parsed.error) }] };
  const bundle = parsed.data;
  const findings = [
    ...chainFindings(bundle),
    ...headFindings(bundle),
    ...noticeFindings(bundle),
    ...sealFindings(bundle),
    ...checkpointFindings(bundle),
    ...rootFindings(bundle, root),
  ];
  if (findings.length > 0) return { valid: false, findings };
  return {
    valid: true,
    events: bundle.events.length,
    upTo: newestOf(bundle),
    headKnown: 'head' in bundle,
    witnessedUpTo: bundle.inclusion?.seq ?? 0,
    checkpointDay: bundle.checkpoint?.day,
    checkpointRoot: bundle.checkpoint?.root,
    rootCompared: root !== undefined,
  };
}

/** Another file altogether, or the place where one of ours is not as it was written. */
function sentenceOf(input: unknown, { issues }: z.ZodError): string {
  if (!proofBundle().pick({ format: true }).loose().safeParse(input).success)
    return 'this is not a proof bundle: those come from `assent ledger export`, or from "Download my record" on a preference page';
  const [first] = issues;
  const place = first?.code === 'unrecognized_keys' ? [...first.path, ...first.keys.slice(0, 1)] : first?.path;
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
  return `this proof bundle is not as it was written: ${place?.join('.')}${more}`;
}

const newestOf = ({ events }: AnyProofBundle): number => events.at(-1)?.seq ?? 0;

/** More than anybody reads: a file that somebody made may name any number. */
const mostNamed = 100;

function removed(first: number, last: number, why = ''): Finding[] {
  if (last - first >= mostNamed)
    return [{ kind: 'event_removed', seq: first, message: `events ${first} to ${last} were removed${why}` }];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => ({
    kind: 'event_removed',
    seq: first + offset,
    message: `event ${first + offset} was removed${why}`,
  }));
}

function chainFindings({ contactId, clientId, events }: AnyProofBundle): Finding[] {
  if (events.length === 0) return removed(1, 1, ': a chain has at least one, and there is none');
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
    found.push(...removed(before.seq + 1, seq - 1));
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

/** A chain says nothing of what was cut off its end: the head does. */
function headFindings(bundle: AnyProofBundle): Finding[] {
  if (!('head' in bundle) || bundle.events.length === 0) return [];
  const { seq, hash } = bundle.head;
  const newest = newestOf(bundle);
  if (newest < seq) return removed(newest + 1, seq, ': the head of the chain names it');
  if (newest > seq)
    return [
      { kind: 'event_added', seq: newest, message: `event ${newest} stands after the head of the chain, ${seq}` },
    ];
  if (bundle.events.at(-1)?.hash === hash) return [];
  return [{ kind: 'event_changed', seq, message: `event ${seq} is not the one that the head of the chain names` }];
}

function noticeFindings({ events, notices }: AnyProofBundle): Finding[] {
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

function sealFindings({ contactId, contactKey, events }: AnyProofBundle): Finding[] {
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

const mismatch = (message: string): Finding[] => [{ kind: 'checkpoint_mismatch', message }];

function checkpointFindings(bundle: AnyProofBundle): Finding[] {
  const { contactId, events, checkpoint, inclusion } = bundle;
  if (!checkpoint && !inclusion) return [];
  if (!checkpoint) return mismatch('the checkpoint was removed: there is a way from the chain to it');
  const { day, at } = checkpoint;
  if (!inclusion) return mismatch(`the way from the chain to the checkpoint of ${day} was removed`);
  if (at.slice(0, 10) !== day) return mismatch(`the checkpoint says that it is of ${day}, and was written at ${at}`);
  const { seq, hash, index, path } = inclusion;
  if (!standsUnder(checkpoint.root, { contactId, seq, hash }, { index, size: checkpoint.size, path }))
    return mismatch(`the chain does not stand under the checkpoint of ${day}`);
  const newest = newestOf(bundle);
  if (newest < seq) return removed(newest + 1, seq, `: the checkpoint of ${day} saw it`);
  if (events.some((event) => event.seq === seq && event.hash === hash)) return [];
  return [{ kind: 'event_changed', seq, message: `event ${seq} is not the one that the checkpoint of ${day} saw` }];
}

function rootFindings({ checkpoint }: AnyProofBundle, root: string | undefined): Finding[] {
  if (root === undefined || checkpoint?.root === root) return [];
  return mismatch(
    checkpoint
      ? `the checkpoint of ${checkpoint.day} has the root ${checkpoint.root}, not ${root}`
      : `there is no checkpoint whose root could be ${root}`,
  );
}
