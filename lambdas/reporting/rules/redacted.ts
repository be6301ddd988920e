/** Names of fields that say who somebody is, or by which machine they came, whatever is in them. */
const personal =
  /agent|address|recipient|destination|header|source(?!Arn)|^ip|ip$|link$|^from$|^to$|subject|diagnostic|smtp/i;
const depth = 8;

/**
 * An event of a shape that we do not know, fit to be kept for people: with its structure, times and ids, without addresses,
 * network addresses, user agents and links.
 */
export function redacted(value: unknown, level = 0): unknown {
  if (typeof value === 'string')
    return /@|:\/\/|\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:[0-9a-f]+/i.test(withoutTime(value)) ? '…' : value;
  if (typeof value !== 'object' || value === null) return value;
  if (level >= depth) return '…';
  if (Array.isArray(value)) return value.map((each) => redacted(each, level + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.includes('@'))
      .map(([name, of]) => [name, personal.test(name) ? '…' : redacted(of, level + 1)] as const),
  );
}

/** A time has colons too, and an ARN. */
const withoutTime = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '').replace(/^arn:[\w:/-]+$/, '');
