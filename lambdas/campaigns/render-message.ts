import type { Liquid, Template } from 'liquidjs';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import type { InlinePicture } from '#lambdas/platform/mail-transport.ts';
import { drawPersonalPicture } from './personal-picture/draw.ts';
import { drawnField } from './rules/drawn-field.ts';
import type { CompiledContent, FieldValues } from './rules/compiled.ts';
import { asText, isolated, liquid, plain } from './rules/liquid.ts';
import type { Recipient, Render, Rendered } from './rules/rendered.ts';
import { tidyText } from './rules/tidy-text.ts';

/** docs/limits.md. */
export const messageLimits = { htmlBytes: 400_000, textBytes: 150_000, subjectCharacters: 300, valueCharacters: 1_000 };

/** Fills in a message for one person. Knows nothing but what it is given, and says the same for the same. */
export const renderMessage: Render = async (compiled, recipient, subject = 'a') => {
  const parsed = parsedOf(compiled);
  const values = valuesOf(recipient.fields);
  try {
    return await rendered(parsed, compiled, values, recipient, subject);
  } catch (error) {
    const because = reasonOf(error);
    return { rendered: false, because };
  }
};

async function rendered(
  { readable, markup, bare, templates }: Parsed,
  compiled: CompiledContent,
  values: FieldValues,
  { links }: Recipient,
  which: 'a' | 'b',
): Promise<Rendered> {
  const linked = {
    ...values,
    unsubscribe_url: links.unsubscribeUrl,
    preferences_url: links.preferencesUrl,
    ...(links.webCopyUrl === undefined ? {} : { web_copy_url: links.webCopyUrl }),
  };
  const line = which === 'b' ? (templates.subjectB ?? templates.subject) : templates.subject;
  const subject = oneLine(textBy(readable, line, linked));
  if (subject === '') return { rendered: false, because: 'missing_value' };

  const inlinePictures: InlinePicture[] = [];
  const drawn: Record<string, boolean> = {};
  for (const [index, picture] of compiled.personalPictures.entries()) {
    const words = oneLine(textBy(bare, templates.pictures[index] ?? [], linked));
    const data = await drawPersonalPicture({ ...picture, text: words });
    if (!data) continue;
    drawn[drawnField(picture.contentId)] = true;
    inlinePictures.push({ contentId: picture.contentId, contentType: 'image/png', data });
  }

  const html = textBy(markup, templates.html, { ...linked, ...drawn });
  const text = tidyText(textBy(readable, templates.text, { ...linked, ...drawn }));
  const { htmlBytes, textBytes, subjectCharacters } = messageLimits;
  if (Buffer.byteLength(html) > htmlBytes || Buffer.byteLength(text) > textBytes || subject.length > subjectCharacters)
    return { rendered: false, because: 'render_limit' };
  const renderedHash = sha256Of(JSON.stringify([subject, html, text]));
  return { rendered: true, subject, html, text, inlinePictures, renderedHash };
}

function textBy(engine: Liquid, template: Template[], values: Readonly<Record<string, unknown>>): string {
  return asText(engine.renderSync(template, values));
}

/** A content, read once and kept for all its recipients. */
interface Parsed {
  readonly markup: Liquid;
  readonly readable: Liquid;
  /** For what is drawn. */
  readonly bare: Liquid;
  readonly templates: {
    readonly subject: Template[];
    readonly subjectB?: Template[];
    readonly html: Template[];
    readonly text: Template[];
    readonly pictures: readonly Template[][];
  };
}

/** A worker has a few campaigns at hand at a time. */
const mostKept = 16;
const kept = new Map<string, Parsed>();

function parsedOf(compiled: CompiledContent): Parsed {
  // A test of a campaign that skips people fills in the same content, and skips nobody.
  const key = `${compiled.contentHash} ${compiled.missing}`;
  const known = kept.get(key);
  if (known) return known;
  const parsed = parse(compiled);
  const oldest = kept.keys().next();
  if (kept.size >= mostKept && !oldest.done) kept.delete(oldest.value);
  kept.set(key, parsed);
  return parsed;
}

function parse({ subject, subjectB, html, text, personalPictures, missing, language }: CompiledContent): Parsed {
  const strict = missing === 'skip';
  const markup = liquid({ escape: (value) => isolated(escaped(asText(value))), strict, language });
  const readable = liquid({ escape: plain, strict, language });
  const bare = liquid({ escape: asText, strict, language });
  return {
    markup,
    readable,
    bare,
    templates: {
      subject: readable.parse(subject),
      ...(subjectB === undefined ? {} : { subjectB: readable.parse(subjectB) }),
      html: markup.parse(html),
      text: readable.parse(text),
      pictures: personalPictures.map((picture) => bare.parse(picture.text)),
    },
  };
}

/** What a person gave, as one line without what cannot be seen; what is empty then is missing. */
export function valuesOf(fields: FieldValues): FieldValues {
  const values: [string, string | number | boolean][] = [];
  for (const [key, value] of Object.entries(fields)) {
    const kept = typeof value === 'string' ? valueOf(value) : value;
    if (kept !== '') values.push([key, kept]);
  }
  return Object.fromEntries(values);
}

/** The controls of direction would turn what follows. */
const valueOf = (text: string): string =>
  oneLine(text.replaceAll(/[\u202A-\u202E\u2066-\u2069\uE000\uE001]/g, ''))
    .slice(0, messageLimits.valueCharacters)
    .toWellFormed();

/** Control characters and line breaks would end a header, or begin a line. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();

function reasonOf(error: unknown): 'missing_value' | 'render_limit' | 'render_failed' {
  const { name, message } = error instanceof Error ? error : new Error();
  if (name === 'UndefinedVariableError' || /undefined variable/.test(message)) return 'missing_value';
  return /limit exceeded/.test(message) ? 'render_limit' : 'render_failed';
}
