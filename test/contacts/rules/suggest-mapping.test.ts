import { describe, expect, it } from 'vitest';
import { importSettings } from '#contract/contacts.ts';
import { suggestMapping } from '#lambdas/contacts/rules/suggest-mapping.ts';

const named = (columns: string[], rows: string[][] = []): Record<string, string> =>
  Object.fromEntries(
    suggestMapping(columns, rows).map(({ column, to }): [string, string] => [
      columns[column] ?? '',
      typeof to === 'string' ? to : to.field.key,
    ]),
  );

describe('suggestMapping', () => {
  it.each([
    ['en', 'E-mail address', 'First name', 'Surname', 'Opt-in date', 'Order number'],
    ['de', 'E-Mail-Adresse', 'Vorname', 'Nachname', 'Datum der Einwilligung', 'Bestellnummer'],
    ['fr', 'Adresse e-mail', 'Prénom', 'Nom', 'Date d’inscription', 'Numéro de commande'],
    ['es', 'Correo electrónico', 'Nombre', 'Apellidos', 'Fecha de alta', 'Número de pedido'],
  ])('reads headings in %s', (_, ...columns) =>
    expect(Object.values(named(columns))).toEqual([
      'address',
      'first_name',
      'last_name',
      'evidence.date',
      'evidence.reference',
    ]),
  );

  it('finds the address by what stands in the column, when no heading says so', () => {
    expect(
      named(
        ['Kontakt', 'Ort'],
        [
          ['ada@example.net', 'Köln'],
          ['', 'Bonn'],
        ],
      ),
    ).toMatchObject({ Kontakt: 'address' });
  });

  it('makes fields of the others, with a type that all of the sample has', () => {
    const columns = ['E-Mail', 'Plz', 'Käufe', 'Geburtstag', '2. Filiale', '***'];
    const rows = [
      ['a@b.org', '01067', '12', '24.11.1980', 'Nord', ''],
      ['b@b.org', '50667', '3,5', '1979-01-02', '', ''],
    ];
    const types = suggestMapping(columns, rows).flatMap(({ to }) =>
      typeof to === 'string' ? [] : [`${to.field.key} ${to.field.type}`],
    );
    expect(types).toEqual(['plz text', 'kaufe number', 'geburtstag date', 'filiale text']);
  });

  it('suggests what a start would take: one address, each field once, none that is taken', () => {
    const columns = [
      'email',
      'e-mail',
      'City',
      'city',
      'constructor',
      ...Array.from({ length: 60 }, (_, at) => `f${at}`),
    ];
    const mapping = suggestMapping(columns, []);
    expect(importSettings.shape.mapping.safeParse(mapping).success).toBe(true);
    expect(JSON.stringify(mapping)).not.toContain('constructor');
    expect(mapping.filter(({ to }) => typeof to !== 'string' && to.field.key === 'city')).toHaveLength(1);
  });
});
