import type { columnMapping, FieldDefinition } from '#contract/contacts.ts';
import type * as z from 'zod';
import { dayIn, numberIn } from './cell-values.ts';

type ColumnMapping = z.output<typeof columnMapping>;

/** Words that headings are made of, without accents: in English, German, French and Spanish. */
const headings = {
  address: [
    ...['email', 'e mail', 'mail', 'email address', 'e mail address', 'mail address', 'emailadresse', 'e mail adresse'],
    ...['mailadresse', 'adresse email', 'adresse e mail', 'adresse mail', 'courriel', 'adresse courriel'],
    ...['correo', 'correo electronico', 'direccion de correo', 'direccion de correo electronico'],
  ],
  first_name: [
    ...['first name', 'firstname', 'given name', 'forename', 'vorname', 'prenom', 'nombre', 'nombre de pila'],
  ],
  last_name: [
    ...['last name', 'lastname', 'surname', 'family name', 'nachname', 'familienname', 'name', 'nom'],
    ...['nom de famille', 'apellido', 'apellidos'],
  ],
  'evidence.date': [
    ...['consent date', 'opt in date', 'optin date', 'date of consent', 'signup date', 'sign up date', 'order date'],
    ...[
      'subscribed at',
      'subscribed',
      'subscription date',
      'einwilligung am',
      'datum der einwilligung',
      'anmeldedatum',
    ],
    ...['bestelldatum', 'date du consentement', 'date de consentement', 'date inscription', 'date d inscription'],
    ...['date de commande', 'fecha de consentimiento', 'fecha de alta', 'fecha de suscripcion', 'fecha de pedido'],
  ],
  'evidence.reference': [
    ...['order', 'order number', 'order no', 'order id', 'reference', 'bestellnummer', 'auftragsnummer', 'referenz'],
    ...['numero de commande', 'commande', 'numero de pedido', 'pedido', 'referencia'],
  ],
} as const;
type Meaning = keyof typeof headings;

const mostMapped = 30;

/** What each column seems to be: by its heading; the address, if need be, by what stands in it. */
export function suggestMapping(columns: readonly string[], rows: readonly (readonly string[])[]): ColumnMapping[] {
  const meanings = columns.map((heading) => meaningOf(heading));
  if (!meanings.includes('address')) {
    const likely = columnOfAddresses(columns.length, rows);
    if (likely !== undefined) meanings[likely] = 'address';
  }
  const taken = new Set<string>();
  return columns
    .flatMap((heading, column): ColumnMapping[] => {
      const to = targetOf(meanings[column], heading, () => rows.map((row) => row[column] ?? ''));
      const name = to === undefined ? undefined : typeof to === 'string' ? to : to.field.key;
      if (to === undefined || name === undefined || taken.has(name)) return [];
      taken.add(name);
      return [{ column, to }];
    })
    .slice(0, mostMapped);
}

function targetOf(
  meaning: Meaning | undefined,
  heading: string,
  cells: () => readonly string[],
): ColumnMapping['to'] | undefined {
  if (meaning === 'first_name' || meaning === 'last_name') return { field: { key: meaning, type: 'text' } };
  if (meaning !== undefined) return meaning;
  const key = keyOf(heading);
  return key === undefined ? undefined : { field: { key, type: typeOf(cells()) } };
}

const wordsOf = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

function meaningOf(heading: string): Meaning | undefined {
  const words = wordsOf(heading);
  for (const meaning of ['address', 'first_name', 'last_name', 'evidence.date', 'evidence.reference'] as const)
    if (headings[meaning].some((known) => known === words)) return meaning;
  return undefined;
}

function keyOf(heading: string): string | undefined {
  const key = wordsOf(heading)
    .replaceAll(' ', '_')
    .replace(/^[0-9_]+/, '')
    .slice(0, 32);
  return key === '' || isTaken(key) ? undefined : key;
}

/** What a mail fills in by itself, or every object has of its own. */
export const isTaken = (key: string): boolean => taken.has(key);
const taken: ReadonlySet<string> = new Set([
  ...['email', 'address', 'constructor', 'unsubscribe_url', 'preferences_url', 'web_copy_url'],
]);

function columnOfAddresses(columns: number, rows: readonly (readonly string[])[]): number | undefined {
  const counts = Array.from(
    { length: columns },
    (_, column) => rows.filter((row) => /^\S+@\S+\.\S+$/.test((row[column] ?? '').trim())).length,
  );
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : undefined;
}

function typeOf(cells: readonly string[]): FieldDefinition['type'] {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return 'text';
  // A number that begins with zero is a code: a postal area, a phone.
  if (filled.every((cell) => numberIn(cell) !== undefined && !/^[-+]?0\d/.test(cell.trim()))) return 'number';
  return filled.every((cell) => dayIn(cell) !== undefined) ? 'date' : 'text';
}
