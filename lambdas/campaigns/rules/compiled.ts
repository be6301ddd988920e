import * as z from 'zod';
import { language, sha256 } from '#contract/common.ts';
import { pictureId } from '#contract/campaigns.ts';

/**
 * A campaign's content after it was saved: HTML and text that are whole but for Liquid. Beside the fields of a contact,
 * `unsubscribe_url`, `preferences_url` and `web_copy_url` stand in it, which are filled in for each message.
 */
export const compiledContent = z.object({
  v: z.literal(1),
  contentHash: sha256,
  /** Dates are written in it. */
  language: language.optional(),
  subject: z.string(),
  subjectB: z.string().optional(),
  preheader: z.string().optional(),
  html: z.string(),
  text: z.string(),
  missing: z.enum(['skip', 'empty']),
  /** Every field that it names, with or without a default. */
  fields: z.array(z.string()),
  /** Where its links lead, with the text that is read. `{{ … }}` may stand in them. */
  links: z.array(z.object({ href: z.string(), text: z.string() })),
  /** With an id, when they are the client's own. */
  pictures: z.array(z.object({ pictureId: pictureId.optional(), alt: z.string() })),
  personalPictures: z.array(
    z.object({
      /** `cid:` and this stand in the HTML. */
      contentId: z.string(),
      design: z.enum(['card', 'ticket', 'banner']),
      text: z.string(),
      caption: z.string().optional(),
      alt: z.string(),
      accent: z.string(),
      paper: z.string(),
      ink: z.string(),
    }),
  ),
});
export type CompiledContent = z.output<typeof compiledContent>;

/** Values of a contact's fields, as they gave them. */
export type FieldValues = Readonly<Record<string, string | number | boolean>>;
