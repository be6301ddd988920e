import type { WantedRecord } from './sender-records.ts';

/** A day would be long for a first try. */
const timeToLiveSeconds = 3600;

/** Lines for a zone file (RFC 1035, 5): names are absolute, so that they mean the same wherever they are put. */
export function zoneFileOf(records: readonly WantedRecord[]): string {
  const lines = records.map((record) => `${record.name}. ${timeToLiveSeconds} IN ${record.type} ${dataOf(record)}`);
  return lines.map((line) => `${line}\n`).join('');
}

function dataOf({ type, value }: WantedRecord): string {
  switch (type) {
    case 'CNAME':
    case 'MX':
      return `${value}.`;
    case 'TXT':
      return stringsOf(value)
        .map((part) => `"${part.replaceAll(/["\\]/g, String.raw`\$&`)}"`)
        .join(' ');
  }
}

/** A string of a TXT record holds 255 bytes; what is longer stands in several, which readers join (RFC 7208, 3.3). */
function stringsOf(value: string): string[] {
  const strings = [''];
  for (const character of value) {
    const last = strings.at(-1) ?? '';
    if (new TextEncoder().encode(last + character).length > 255) strings.push(character);
    else strings[strings.length - 1] = last + character;
  }
  return strings;
}
