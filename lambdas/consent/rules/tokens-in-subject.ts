/**
 * What may be link tokens in the subject of a mail, whatever a mail program made of it: "Re: …", "[EXTERN] …", folded,
 * or written as an encoded word (RFC 2047). Whether one is ours says its signature.
 */
export function tokensIn(subject: string): string[] {
  // Between two encoded words, white space is not part of the text.
  const joined = subject.replaceAll(/\?=\s+=\?/g, '?==?');
  const decoded = joined.replaceAll(/=\?[^?\s]+\?([bq])\?([^?\s]*)\?=/gi, (_, encoding: string, text: string) =>
    encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('latin1') : fromQ(text),
  );
  return [...decoded.matchAll(/(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{60}(?![A-Za-z0-9_-])/g)].map(([token]) => token);
}

const fromQ = (text: string): string =>
  text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
