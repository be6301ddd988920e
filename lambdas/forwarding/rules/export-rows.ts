import { stringify } from 'csv-stringify/sync';
import type { SealedDetails } from '#contract/consent.ts';
import { purposes } from '#contract/sign-up.ts';
import { basisOf } from '#lambdas/consent/rules/lawful-basis.ts';
import { agreed, maySend } from '#lambdas/consent/rules/may-send.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { csvCell } from './csv-cell.ts';

type Cell = string | number | boolean | undefined;

const fixedColumns = [
  'contact_id',
  'address',
  'language',
  'subscribed_since',
  'basis',
  'basis_expires_at',
  ...purposes,
];

/** RFC 4180. The byte order mark is what makes spreadsheets read UTF-8 as UTF-8. */
export const exportHeader = (fields: readonly string[]): string =>
  `\ufeff${linesOf([[...fixedColumns, ...fields, 'other_fields']])}`;

/**
 * A line for everybody who may be written to for this list now; who has opted out is not in it (CS-13), whatever an index
 * says. Values of fields that no form of the list asks for any more stand together in the last column, as JSON.
 */
export function exportRows(
  listId: string,
  fields: readonly string[],
  standings: readonly Standing[],
  profileOf: (standing: Standing) => SealedDetails | undefined,
  now: string,
): { readonly csv: string; readonly rows: number } {
  const rows = standings.flatMap((standing): Cell[][] => {
    const subscription = standing.lists[listId];
    if (!subscription || !maySend({ standing, mailbox: undefined, listId, purpose: 'campaign', now }).send) return [];
    const profile = profileOf(standing);
    if (!profile) return [];
    const own = new Map(Object.entries(profile.fields ?? {}));
    const others = [...own].filter(([key]) => !fields.includes(key));
    return [
      [
        standing.contactId,
        profile.address,
        subscription.language,
        subscription.since,
        basisOf(subscription),
        subscription.basisExpiresAt,
        ...purposes.map((purpose) => agreed(subscription, purpose)),
        ...fields.map((key) => own.get(key)),
        others.length > 0 ? JSON.stringify(Object.fromEntries(others)) : undefined,
      ],
    ];
  });
  return { csv: linesOf(rows), rows: rows.length };
}

const linesOf = (rows: readonly Cell[][]): string =>
  stringify(
    rows.map((row) => row.map(csvCell)),
    { record_delimiter: 'windows' },
  );
