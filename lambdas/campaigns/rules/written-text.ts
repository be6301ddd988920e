import { footerText, missingOf } from './footer.ts';
import type { Footer, Sender } from './footer.ts';
import { inAddress, linkFields } from './marks.ts';
import type { Marks } from './marks.ts';

/** A text part that somebody wrote by hand, with what it lacks of the footer (CS-04, CS-05). */
export function writtenText(
  written: string,
  marks: Marks,
  { footer, sender, output }: { footer: Footer; sender: Sender; output: (field: string) => string },
): string {
  const text = addressesIn(marks.take(written, 'text').text, marks);
  const fields = new Set(linkFields.filter((field) => new RegExp(`\\{\\{ ${field} \\}\\}`).test(marks.restore(text))));
  const missing = missingOf(footer, sender, { text, fields });
  return missing ? `${text}\n\n—\n${footerText(missing, output)}` : text;
}

const address = /https?:\/\/[^\s<>"]*/gi;

/** In an address, a value is a piece of its path or query here too. */
const addressesIn = (text: string, marks: Marks): string =>
  text.replaceAll(address, (found) => {
    const [, host = ''] = /^https?:\/\/([^/?#]*)/i.exec(found) ?? [];
    for (const [, number] of host.matchAll(/\uE000o(\d+)\uE001/g)) {
      const mark = marks.all[Number(number)];
      if (mark)
        marks.add({
          path: mark.path,
          message: 'a value may stand in the path or the query of a link, never say where it leads: https://host/…',
        });
    }
    return inAddress(found);
  });
