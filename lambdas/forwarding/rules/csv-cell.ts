/**
 * A cell that no spreadsheet takes for a formula: what begins like one, also after blanks or in full width, gets an
 * apostrophe in front (OWASP, "CSV Injection"). Numbers of our own are no formulas.
 */
export function csvCell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  return formulaLike.test(value) ? `'${value}` : value;
}

// \s holds tab, carriage return, no-break space and the like; the last four are full-width forms.
const formulaLike = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/u;
