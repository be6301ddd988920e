/** As much as fits beside the edges of a narrow page. */
const longest = 20;

/** Keeps a short name in one line: a heading breaks before or after it. */
export const unbroken = (text: string, name: string | undefined): string =>
  name === undefined || name === '' || name.length > longest
    ? text
    : text.replaceAll(name, () => name.replaceAll(' ', '\u00a0'));
