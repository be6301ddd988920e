import { sealedDetails } from '#contract/consent.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterStop } from '#lambdas/consent/rules/standing-after.ts';
import { csvCell } from '#lambdas/forwarding/rules/csv-cell.ts';
import { exportHeader, exportRows } from '#lambdas/forwarding/rules/export-rows.ts';
import { at, confirmed, imported, listId, requested } from '#test/support/people.ts';

describe('csvCell', () => {
  it.each([
    '=1+1',
    '=HYPERLINK("https://evil.example")',
    '+49 30 1234',
    '-1+1',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1',
    ' =1',
    '\u00a0=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '\tquiet',
    '=1@example.net',
  ])('puts an apostrophe before %j', (text) => expect(csvCell(text)).toBe(`'${text}`));

  it.each(['Ada', 'ada@example.net', '1 = 1', "'=1", '', 'a-b', '"=1"'])('leaves %j as it is', (text) =>
    expect(csvCell(text)).toBe(text),
  );

  it('leaves numbers and boxes as they are', () => {
    expect([csvCell(-5), csvCell(0), csvCell(true), csvCell(undefined)]).toEqual(['-5', '0', 'true', '']);
  });

  it('never leaves a text that begins as a formula does', () => {
    fc.assert(fc.property(fc.string(), (text) => !/^\s*[=+\-@]/.test(csvCell(text))));
  });
});

describe('exportRows', () => {
  const subscribed = confirmed().standing;
  const stopped = afterStop(subscribed, { reason: 'complaint', channel: 'complaint', at: at(5), entityId: 'ses' })!;
  const waiting = requested().step.standing;
  const profileOf = () => sealedDetails().parse({ address: 'ada@example.net', fields: { shelf: 'history', shoe: 43 } });

  it('has a line for who is subscribed, and for nobody else (CS-13)', () => {
    const { csv, rows } = exportRows(listId, ['shelf'], [waiting, subscribed, stopped.standing], profileOf, at(9));
    expect(rows).toBe(1);
    expect(csv).toBe(
      `${subscribed.contactId},ada@example.net,en,${at(2)},consent,,true,false,false,history,"{""shoe"":43}"\r\n`,
    );
  });

  it('has who was imported, with their basis, and nobody who may not be written to', () => {
    const evidence = { basis: 'implied', impliedFrom: 'purchase', at: '2026-01-31' } as const;
    const bought = imported({ evidence }).standing;
    const unproven = imported().standing;
    const { csv, rows } = exportRows(listId, [], [bought, unproven], profileOf, at(9));
    expect(rows).toBe(1);
    expect(csv).toContain(`${bought.contactId},ada@example.net,en,${at(5)},implied,2028-02-01T00:00:00.000Z,true`);
    expect(exportRows(listId, [], [bought], profileOf, '2028-02-01T00:00:00.000Z').rows).toBe(0);
  });

  it('opens no profile of somebody who left', () => {
    const unopened = () => {
      throw new Error('the profile was opened');
    };
    expect(exportRows(listId, [], [waiting, stopped.standing], unopened, at(9))).toEqual({ csv: '', rows: 0 });
    expect(exportRows('another list', [], [subscribed], unopened, at(9))).toEqual({ csv: '', rows: 0 });
  });

  it('begins with a byte order mark, and column names that are no formulas either', () => {
    expect(exportHeader(['shelf'])).toBe(
      '\ufeffcontact_id,address,language,subscribed_since,basis,basis_expires_at,marketing_email,open_tracking,click_tracking,shelf,other_fields\r\n',
    );
  });
});
