import type { ListLinks } from '#lambdas/platform/mail/list-links.ts';
import type { CompiledContent, FieldValues } from './rules/compiled.ts';
import { shownOf } from './rules/shown.ts';
import type { Version } from './rules/check/judged.ts';
import type { Render } from './rules/rendered.ts';

/** The message as different people get it: who told everything, and who told nothing; with each subject. */
export async function versionsOf(
  compiled: CompiledContent,
  links: ListLinks,
  publicUrl: string,
  render: Render,
): Promise<{ readonly versions: Version[]; readonly unrendered: string[] }> {
  const versions: Version[] = [];
  const unrendered: string[] = [];
  const variants = compiled.subjectB === undefined ? (['a'] as const) : (['a', 'b'] as const);
  for (const variant of variants)
    for (const { of, fields } of peopleFor(compiled)) {
      const made = await render(compiled, { fields, links: linksOf(links, publicUrl) }, variant);
      if (made.rendered) {
        const { subject, html, text } = made;
        versions.push({ of, variant, subject, html, text, shown: shownOf(html), unsubscribeUrl: links.unsubscribeUrl });
        // Who lacks a value that is needed gets nothing, and so nothing that could be wrong.
      } else if (made.because !== 'missing_value' || of === withAll)
        unrendered.push(`${of}: ${made.because.replaceAll('_', ' ')}`);
    }
  return { versions, unrendered };
}

const withAll = 'for who told everything';

const peopleFor = ({ fields }: CompiledContent): { readonly of: string; readonly fields: FieldValues }[] => [
  { of: withAll, fields: Object.fromEntries(fields.map((key) => [key, 'Ada'])) },
  ...(fields.length > 0 ? [{ of: 'for who told nothing', fields: {} }] : []),
];

const linksOf = ({ unsubscribeUrl, preferencesUrl }: ListLinks, publicUrl: string) => ({
  unsubscribeUrl,
  preferencesUrl,
  webCopyUrl: `${publicUrl}/w/${'A'.repeat(60)}`,
});
