/**
 * What stands in the DNS of the local cloud: names, types, values, as `PUT {inboxUrl}/dns` set them. Takes the lines that
 * Assent hands out for a zone file, one record a line.
 */
export function localZone() {
  /** `TXT name` → values */
  const records = new Map();
  const keyOf = (name, type) => `${type} ${name.toLowerCase().replace(/\.$/, '')}`;
  return {
    /** @returns how many lines were taken, or the one that could not be read. What stood at a name and type before is gone. */
    put(zoneFile) {
      const lines = zoneFile.split('\n').filter((line) => !/^\s*(;|$)/.test(line));
      const read = lines.map((line) => /^(\S+)\s+\d+\s+IN\s+(CNAME|MX|TXT)\s+(.+)$/.exec(line));
      const wrong = lines.find((_, index) => read[index] === null);
      if (wrong !== undefined) return { wrong };
      const put = new Map();
      for (const [, name, type, data] of read)
        put.set(keyOf(name, type), [...(put.get(keyOf(name, type)) ?? []), valueOf(type, data)]);
      for (const [key, values] of put) records.set(key, values);
      return { taken: lines.length };
    },

    /** @returns whether there was one */
    remove: (name, type) => records.delete(keyOf(name, type)),

    find: (name, type) => records.get(keyOf(name, type)) ?? [],
  };
}

/** TXT without its quotes, its strings joined; names without the dot at the end. */
function valueOf(type, data) {
  if (type !== 'TXT') return data.replace(/\.$/, '');
  return [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replaceAll(/\\(.)/g, '$1')).join('');
}
