import { load } from 'cheerio';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import type { CompiledContent, FieldValues } from '#lambdas/campaigns/rules/compiled.ts';
import { isElement } from '#lambdas/campaigns/rules/nodes.ts';
import { compiled, draftOf, htmlDraft, links, paragraph } from './drafts.ts';

const everywhere = `
<title>For {{ first_name }}</title>
<p title="{{ first_name }}">Hello <b>{{ first_name }}</b>, {{ first_name | upcase }} {{ town | default: "somewhere" }}.</p>
{% if first_name == "Ada" %}<p>You again</p>{% else %}<p>Welcome</p>{% endif %}
<a href="https://shop.example/{{ first_name }}/x?name={{ first_name }}&amp;b=1#{{ first_name }}">Shop</a>
<a href="mailto:hello@harbourbooks.example?subject={{ first_name }}">Write</a>
<img src="https://shop.example/a.png" alt="For {{ first_name }}">`;

const written = 'Hello {{ first_name }}.\nhttps://shop.example/{{ first_name }}?n={{ first_name }}\nBye.';

async function render(content: CompiledContent, fields: FieldValues) {
  const message = await renderMessage(content, { fields, links });
  if (!message.rendered) throw new Error(message.because);
  return message;
}

/** All of a document but its words: elements, attributes and where links lead. */
function shapeOf(html: string): string {
  const $ = load(html);
  const nodes = $('*')
    .toArray()
    .filter(isElement)
    .map((element) => {
      const { name, attribs } = element;
      const { href, alt, title, ...others } = attribs;
      const said = [
        href === undefined ? '' : new URL(href).origin,
        alt === undefined ? '' : 'alt',
        title === undefined ? '' : 'title',
      ];
      return [name, ...said, ...Object.entries(others).flat()].join(' ');
    });
  return nodes.join('\n');
}

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '</title><script>x</script>',
    '</style><b>',
    '--><b>',
    '{{ town }}',
    '{% raw %}',
    '\r\nBcc: everybody@example.net',
    'a\u2028b',
    '@evil.example/',
    '//evil.example',
    '\\\\evil.example',
    '..',
    '.',
    '%2e%2e/',
    '?x#y&z=1',
    'javascript:alert(1)',
    '&quot;&lt;b&gt;',
    '\u202Egnp.exe',
    'عبد الرحمن',
    '\uD800',
    '\uE000o0\uE001',
    '__proto__',
  ),
);
/** Not missing, as what is all blank would be. */
const value = hostile.map((text) => `x${text}`);

describe('a value', () => {
  let content: CompiledContent;
  let plain: Awaited<ReturnType<typeof render>>;
  beforeAll(async () => {
    content = await compiled(
      htmlDraft(everywhere, {
        subject: 'For {{ first_name }}, in {{ town | default: "town" }}',
        text: written,
        preheader: '{{ first_name }}',
      }),
    );
    plain = await render(content, { first_name: 'Noor' });
  });

  it('never becomes markup, and never changes where a link leads', async () => {
    const shape = shapeOf(plain.html);
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        expect(shapeOf((await render(content, { first_name: text })).html)).toBe(shape);
      }),
      { numRuns: 300 },
    );
  });

  it('stays one piece of a path, one of a query and one of a fragment', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const message = await renderMessage(content, { fields: { first_name: text }, links });
        if (!message.rendered) return;
        const href = load(message.html)('a').first().attr('href') ?? '';
        const url = new URL(href);
        expect(url.pathname.split('/')).toHaveLength(3);
        expect(url.pathname.endsWith('/x')).toBe(true);
        expect([...url.searchParams.keys()]).toEqual(['name', 'b']);
        expect(href).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 300 },
    );
  });

  it('is one line of the subject, and adds none to the text', async () => {
    const lines = plain.text.split('\n').length;
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const { subject, text: said } = await render(content, { first_name: text });
        expect(subject).toMatch(/^For \u2068?x[^\p{Cc}\u2028\u2029]*, in town$/u);
        expect(said.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)).toHaveLength(lines);
        expect(said).toContain('Bye.');
      }),
      { numRuns: 300 },
    );
  });

  it('is read by people as it was given', async () => {
    const message = await render(content, { first_name: `Zoë O'Neill & "Söhne" <3` });
    expect(load(message.html)('b').text()).toBe(`Zoë O'Neill & "Söhne" <3`);
    expect(message.subject).toBe(`For Zoë O'Neill & "Söhne" <3, in town`);
    expect(message.text).toContain(`Hello Zoë O'Neill & "Söhne" <3.`);
  });

  it('that runs from right to left takes nothing beside it along', async () => {
    const { subject } = await render(content, { first_name: 'نور' });
    expect(subject).toBe('For \u2068نور\u2069, in town');
  });

  it('in an address of the text part is a piece of it', async () => {
    const { text } = await render(content, { first_name: 'a b) <x>' });
    expect(text).toContain('https://shop.example/a%20b%29%20%3Cx%3E?n=a%20b%29%20%3Cx%3E\n');
  });
});

describe('a missing value', () => {
  const subject = 'Hello {{ first_name }}';
  it.each<[string, FieldValues]>([
    ['not there', {}],
    ['empty', { first_name: '' }],
    ['blank', { first_name: ' \n\t ' }],
  ])('that is %s skips the person, or is left out, as the campaign says', async (_, fields) => {
    const skip = await renderMessage(await compiled(draftOf({ subject })), { fields, links });
    expect(skip).toEqual({ rendered: false, because: 'missing_value' });
    const empty = await render(await compiled(draftOf({ subject, missing: 'empty' })), fields);
    expect(empty.subject).toBe('Hello');
  });

  it('uses its default, in links too, and is no trouble in a condition', async () => {
    const content = await compiled(
      draftOf({
        content: {
          kind: 'blocks',
          blocks: [
            paragraph('{{ first_name | default: "reader" }} {% if town %}of {{ town }}{% endif %}'),
            paragraph('x', 'https://shop.example/{{ town | default: "a b" }}'),
          ],
        },
      }),
    );
    const { html, text } = await render(content, {});
    expect(text).toMatch(/^reader\n/);
    expect(html).toContain('https://shop.example/a%20b');
  });

  it('never comes from a prototype', async () => {
    const content = await compiled(draftOf({ subject: 'Hello {{ first_name | default: "reader" }}' }));
    const fields = Object.create({ first_name: 'inherited' }) as FieldValues;
    expect((await render(content, fields)).subject).toBe('Hello reader');
  });
});

describe('a message', () => {
  it('is the same for the same, and has a hash of what it says', async () => {
    const content = await compiled(draftOf({ subject: 'Hello {{ first_name }}' }));
    const one = await render(content, { first_name: 'Ada' });
    expect(await render(content, { first_name: 'Ada' })).toEqual(one);
    expect((await render(content, { first_name: 'Noor' })).renderedHash).not.toBe(one.renderedHash);
  });

  it('has the subject of its variant', async () => {
    const variants = { subjectB: 'B for {{ first_name }}', sharePercent: 20, decidedBy: 'user' } as const;
    const content = await compiled(draftOf({ subject: 'A', variants }));
    const b = await renderMessage(content, { fields: { first_name: 'Ada' }, links }, 'b');
    expect(b.rendered && b.subject).toBe('B for Ada');
    expect((await render(content, {})).subject).toBe('A');
  });

  it('carries the links of this person, and no other', async () => {
    const { html, text } = await render(await compiled(draftOf()), {});
    for (const url of Object.values(links)) {
      expect(html).toContain(`href="${url}"`);
      expect(text).toContain(url);
    }
    expect(html).not.toMatch(/\{\{|\{%|\uE000/);
  });

  it('that grows beyond all measure is not sent', async () => {
    const big = '{{ first_name | append: first_name | append: first_name | append: first_name }}';
    const content = await compiled(htmlDraft(`<p>${big.repeat(120)}</p>`));
    expect(await renderMessage(content, { fields: { first_name: 'x'.repeat(1_000) }, links })).toEqual({
      rendered: false,
      because: 'render_limit',
    });
  });

  it('takes numbers, boxes and dates', async () => {
    const content = await compiled(
      draftOf({ subject: '{{ town | date: "%-d %B %Y" }} {% if vip %}yes{% endif %}', language: 'de' }),
    );
    expect((await render(content, { town: '2026-12-01', vip: true })).subject).toBe('1 Dezember 2026 yes');
  });
});
