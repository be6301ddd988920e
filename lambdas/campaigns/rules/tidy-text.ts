/** Without spaces at the ends of lines, and at most one empty line in a row: a branch that was not taken leaves some. */
export const tidyText = (text: string): string =>
  `${text
    .replaceAll('\u00A0', ' ')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
