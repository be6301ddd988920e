import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { isElement } from '#lambdas/campaigns/rules/nodes.ts';
import { shownOf } from '#lambdas/campaigns/rules/shown.ts';
import { compiled, draftOf, htmlDraft, mjmlDraft, paragraph, pictureId, problemsOf } from './drafts.ts';

const blocks = (...all: unknown[]) => draftOf({ content: { kind: 'blocks', blocks: all as never } });

describe('a draft of blocks', () => {
  it('becomes HTML and the same as text, with the footer in both', async () => {
    const { html, text, links } = await compiled(
      blocks(
        { type: 'heading', text: 'Good morning, {{ first_name | default: "reader" }}' },
        paragraph('We open at nine.'),
        { type: 'button', label: 'See the books', href: 'https://harbourbooks.example/new' },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "Good morning, {{ first_name | default: "reader" }}

      We open at nine.

      See the books <https://harbourbooks.example/new>

      You get the Harbour Books letter from Harbour Books.

      Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, United Kingdom

      hello@harbourbooks.example

      Unsubscribe <{{ unsubscribe_url }}> · Change what you get <{{ preferences_url }}> · Read it in your browser <{{ web_copy_url }}>
      "
    `);
    expect(shownOf(html).text).toContain('Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, United Kingdom');
    expect(links.map(({ href, text: said }) => [said, href])).toEqual([
      ['See the books', 'https://harbourbooks.example/new'],
      ['Unsubscribe', '{{ unsubscribe_url }}'],
      ['Change what you get', '{{ preferences_url }}'],
      ['Read it in your browser', '{{ web_copy_url }}'],
    ]);
  });

  it('has its footer where the author put it, once', async () => {
    const { html } = await compiled(
      blocks(paragraph('First.'), { type: 'footer', text: 'With love from Whitby.' }, paragraph('Last.')),
    );
    const { text } = shownOf(html);
    expect(text.match(/1 Quay Street/g)).toHaveLength(1);
    expect(text.indexOf('1 Quay Street')).toBeLessThan(text.indexOf('Last.'));
    expect(text).toContain('With love from Whitby.');
  });

  it('says the footer in the language of the draft', async () => {
    const { text } = await compiled({ ...blocks(paragraph('Guten Tag.')), language: 'de' });
    expect(text).toContain('Abbestellen <{{ unsubscribe_url }}>');
  });

  it('shows a picture of the client by its public address, and refuses any other', async () => {
    const picture = { type: 'picture', pictureId, alt: 'The shop at night' };
    const { html, pictures } = await compiled(blocks(picture));
    expect(html).toContain('src="https://news.example/media/Zq7.png"');
    expect(pictures).toEqual([{ pictureId, alt: 'The shop at night' }]);
    expect(await problemsOf(blocks({ ...picture, pictureId: 'AAAAAAAAAAAAAAAA' }))).toEqual([
      'content.blocks.0.pictureId: is not a picture of this client',
    ]);
  });

  it('refuses ink that cannot be told from its paper: the footer would be hidden', async () => {
    const draft = draftOf({
      content: {
        kind: 'blocks',
        theme: { ink: '#f0f0f0', paper: '#ffffff' },
        blocks: [{ type: 'heading', text: 'x' }],
      },
    });
    expect(await problemsOf(draft)).toEqual([
      'content.theme.ink: cannot be read on the paper: their contrast is 1.1, at least 4.5 is needed',
    ]);
  });

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['</style><img src=x onerror=alert(1)>', '&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;'],
    ['Salt & "pepper"', 'Salt &amp; "pepper"'],
  ])('shows %s as it was typed', async (typed, shown) => {
    const { html } = await compiled(blocks(paragraph(typed), { type: 'heading', text: typed }));
    expect(html.split(shown)).toHaveLength(3);
  });
});

describe('the hash of a content', () => {
  it('is the same for the same, and another for anything that is sent', async () => {
    const one = await compiled(draftOf());
    expect((await compiled(draftOf())).contentHash).toBe(one.contentHash);
    const others = [
      draftOf({ subject: 'Other' }),
      draftOf({ preheader: 'Other' }),
      draftOf({ variants: { subjectB: 'B', sharePercent: 20, decidedBy: 'user' } }),
      draftOf({ from: { domain: 'other.example' } }),
      draftOf({ claims: { adultContent: true } }),
      draftOf({ text: 'Written by hand.' }),
      draftOf({ missing: 'empty' }),
      blocks({ type: 'heading', text: 'Old books' }),
    ];
    const hashes = await Promise.all(others.map(async (draft) => (await compiled(draft)).contentHash));
    expect(new Set([one.contentHash, ...hashes]).size).toBe(others.length + 1);
  });
});

describe('Liquid', () => {
  it.each<[string, string, string]>([
    ['a field nobody has', 'Hi {{ frist_name }}', 'there is no field frist_name: known are first_name, '],
    ['a field in a condition', '{% if secret %}x{% endif %}', 'there is no field secret'],
    ['a loop', '{% for i in (1..1000000000) %}x{% endfor %}', 'tag "for" not found: known are if, unless, case'],
    ['a value of its own', '{% assign x = 1 %}', 'tag "assign" not found'],
    ['a file', '{% include "/etc/passwd" %}', 'tag "include" not found'],
    ['a template', '{% render "x" %}', 'tag "render" not found'],
    ['a layout', '{% layout "x" %}', 'tag "layout" not found'],
    ['a block of its own', '{% block x %}{% endblock %}', 'tag "block" not found'],
    ['capture', '{% capture x %}a{% endcapture %}', 'tag "capture" not found'],
    ['raw', '{% raw %}{{ x }}{% endraw %}', 'tag "raw" not found'],
    ['liquid', '{% liquid echo first_name %}', 'tag "liquid" not found'],
    ['a comment', '{% comment %}x{% endcomment %}', 'tag "comment" not found'],
    ['a filter that takes the escape off', '{{ first_name | raw }}', 'undefined filter: raw: known are default, '],
    ['JSON', '{{ first_name | json }}', 'undefined filter: json'],
    ['a filter of ours', '{{ first_name | url_decode }}', 'undefined filter: url_decode'],
    ['a prototype', '{{ first_name.constructor }}', 'first_name has no parts'],
    ['a prototype by name', '{{ first_name["__proto__"] }}', 'first_name has no parts'],
    ['a name of objects', '{{ constructor }}', 'there is no field constructor'],
    ['another', '{{ __proto__ }}', 'there is no field __proto__'],
    ['no end', 'Hi {{ first_name', 'output "{{ first_name" not closed'],
    ['no end of a condition', '{% if vip %}x', 'tag {% if vip %} not closed'],
    ['an end alone', '{% endif %}', 'tag "endif" not found'],
    ['nothing', '{{ }}', 'invalid value expression'],
    ['our own marks', 'Hi \uE000o0\uE001', 'has a character of private use'],
  ])('%s is told with its place', async (_, typed, message) => {
    const found = await problemsOf(blocks(paragraph('fine'), paragraph(typed)));
    expect(found[0]).toContain(`content.blocks.1.doc.content.0.content.0.text: ${message}`);
    const inSource = await problemsOf(htmlDraft(`<p>fine</p>\n<p>${typed}</p>`));
    expect(inSource[0]).toMatch(/^content\.source: line 2, column \d+: /);
    expect((await problemsOf(draftOf({ subject: typed })))[0]).toContain(`subject: ${message}`);
  });

  it.each([
    ['in styles', '<style>p{color:{{ town }}}</style>', 'line 1, column 16: Liquid may not stand in styles'],
    ['in a style', '<p style="color:{{ town }}">x</p>', 'Liquid may not stand in style of <p>'],
    ['in a class', '<p class="{{ town }}">x</p>', 'Liquid may not stand in class of <p>'],
    ['as an attribute', '<p {{ town }}>x</p>', 'Liquid may not name an attribute'],
    ['as an element', '<{{ town }}>x</p>', ''],
    ['in the name of an element', '<p{{ town }}>x</p>', 'Liquid may not name an element'],
    ['in a comment', '<!-- {{ town }} -->', 'Liquid may not stand in a comment'],
    ['in a comment for Outlook', '<!--[if mso]>{{ town }}<![endif]-->', 'Liquid may not stand in a comment'],
    ['where a link leads', '<a href="https://{{ town }}.example/">x</a>', 'never say where it leads'],
    ['right behind the host', '<a href="https://shop.example{{ town }}">x</a>', 'never say where it leads'],
    ['as the port', '<a href="https://shop.example:{{ town }}/">x</a>', 'never say where it leads'],
    ['before the host', '<a href="https://{{ town }}@shop.example/">x</a>', 'may not carry a user name'],
    ['as the whole link', '<a href="{{ town }}">x</a>', 'never say where it leads'],
    ['as the scheme', '<a href="{{ town }}:alert(1)">x</a>', 'never say where it leads'],
    ['whom a mail goes to', '<a href="mailto:{{ town }}">x</a>', 'never say where it leads'],
    ['a link of ours, changed', '<a href="{{ unsubscribe_url | upcase }}">x</a>', 'never say where it leads'],
    ['a link of ours, lengthened', '<a href="{{ unsubscribe_url }}.evil.example">x</a>', 'never say where it leads'],
    ['in the address of a picture', '<img src="https://x.example/{{ town }}.png" alt="">', 'tells who looks'],
    ['a condition in a link', '<a href="https://x.example/{% if vip %}v{% endif %}">x</a>', 'may not stand in href'],
    ['a condition across elements', '<div>{% if vip %}</div><div>{% endif %}</div>', 'within the same element'],
    ['a condition that opens one', '{% if vip %}<div>{% endif %}x</div>', 'within the same element'],
  ])('%s is refused', async (_, source, message) => {
    const [found] = await problemsOf(htmlDraft(source));
    if (message === '') expect(found).toBeUndefined();
    else expect(found).toContain(message);
  });

  it('may choose between rows of a table', async () => {
    const rows = '<tr><td>For you</td></tr>{% else %}<tr><td>For all</td></tr>';
    const { html, text } = await compiled(htmlDraft(`<table><tbody>{% if vip %}${rows}{% endif %}</tbody></table>`));
    expect(html).toContain(`<tbody>{% if vip %}${rows}{% endif %}</tbody>`);
    expect(text).toMatch(/\{% if vip %\}\s*For you\s*\{% else %\}\s*For all\s*\{% endif %\}/);
    expect(await problemsOf(htmlDraft(`<table>{% if vip %}${rows}{% endif %}</table>`))).toContain(
      'content.source: line 1, column 8: a condition has to begin and end within the same element; rows of a table stand in <tbody>',
    );
  });

  it('is put into links as a piece of them, whatever the kind of content', async () => {
    const href = 'https://shop.example/{{ town }}?name={{ first_name | default: "you & me" }}#{{ town }}';
    const sources = [
      blocks(paragraph('x', href)),
      blocks({ type: 'button', label: 'x', href }),
      htmlDraft(`<a href='${href}'>x</a>`),
      mjmlDraft(
        `<mjml><mj-body><mj-section><mj-column><mj-button href='${href}'>x</mj-button></mj-column></mj-section></mj-body></mjml>`,
      ),
    ];
    for (const draft of sources) {
      const { html, text } = await compiled(draft);
      const expected =
        'https://shop.example/{{ town | url_part }}?name={{ first_name | default: "you & me" | url_part }}#{{ town | url_part }}';
      expect(html).toContain(`href="${expected}"`);
      expect(text).toContain(expected);
    }
  });

  it('cannot be made of braces that were none', async () => {
    const spans = (...all: string[]) => ({
      type: 'text',
      doc: { type: 'doc', content: [{ type: 'paragraph', content: all.map((text) => ({ type: 'text', text })) }] },
    });
    const drafts = [blocks(spans('{', '{ secret }}')), htmlDraft('<p>&#123;&#123; secret }} {&#37; for %}</p>')];
    for (const draft of drafts) {
      const { html, text } = await compiled(draft);
      expect(html).not.toMatch(/\{\{ secret|\{% for/);
      expect(text).not.toMatch(/\{\{ secret|\{% for/);
    }
  });
});

describe('own HTML', () => {
  it.each([
    ['<p>a</p>\n  <script>alert(1)</script>', 'line 2, column 3: <script>: a mail may not carry a script'],
    ['<svg><script>alert(1)</script></svg>', '<svg>: is not an element of a mail'],
    ['<p onclick="x()">a</p>', 'onclick of <p>: a mail may not carry a script'],
    ['<p OnMouseOver=x()>a</p>', 'onmouseover of <p>: a mail may not carry a script'],
    ['<form action="https://x.example"><input></form>', '<form>: a mail may not hold a form'],
    ['<button>a</button>', '<button>: a mail may not ask for input'],
    [
      '<link rel="stylesheet" href="https://x.example/a.css">',
      '<link>: styles and fonts from elsewhere are not loaded',
    ],
    ['<style>@import "https://x.example/a.css";</style>', '<style>: @import is not taken'],
    ['<style>@font-face{font-family:x}</style>', '<style>: @font-face is not taken'],
    ['<style>p{background:u\\72l(https://x.example)}</style>', '<style>: \\ is not taken'],
    ['<style>p{background:url(https://x.example/a.png)}</style>', '<style>: url( is not taken'],
    ['<p style="background:URL(\'https://x.example\')">a</p>', 'style of <p>: URL( is not taken'],
    ['<p style="width:expression(alert(1))">a</p>', 'style of <p>: expression( is not taken'],
    ['<base href="https://x.example/">', '<base>: a mail may not change where its links lead'],
    ['<meta http-equiv="refresh" content="0;url=https://x.example">', '<meta http-equiv="refresh">: is not taken'],
    ['<meta http-equiv="Content-Security-Policy" content="x">', 'is not taken in a mail'],
    ['<iframe src="https://x.example"></iframe>', '<iframe>: a mail may not show another page'],
    ['<object data="x"></object>', '<object>: is not an element of a mail'],
    ['<video src="https://x.example/a.mp4"></video>', '<video>: is not an element of a mail'],
    ['<a href="javascript:alert(1)">a</a>', 'href of <a>: leads to javascript:alert(1)'],
    ['<a href=" java\tscript:alert(1)">a</a>', 'href of <a>: leads to javascript:alert(1)'],
    ['<a href="&#106;avascript:alert(1)">a</a>', 'href of <a>: leads to javascript:alert(1)'],
    ['<a href="data:text/html,x">a</a>', 'href of <a>: leads to data:'],
    ['<a href="//x.example">a</a>', 'href of <a>: leads to //x.example'],
    ['<a href="/page">a</a>', 'href of <a>: leads to /page'],
    ['<a href="https://bank.example@x.example/">a</a>', 'an address may not carry a user name'],
    ['<img src="data:image/png;base64,AAAA" alt="">', 'src of <img>: a picture is one of yours'],
    ['<img src="http://x.example/a.png" alt="">', 'src of <img>: a picture is one of yours'],
    ['<img srcset="https://x.example/a.png" alt="">', 'srcset of <img>: is not an attribute of a mail'],
    ['<td background="https://x.example/a.png">a</td>', ''],
    ['<table background="https://x.example/a.png"></table>', 'background of <table>: is not an attribute of a mail'],
    ['<!--[if mso]><script>x</script><![endif]-->', '<script> for Outlook: a mail may not carry a script'],
    ['<!--[if mso]><v:rect href="javascript:x"></v:rect><![endif]-->', 'href of <v:rect> for Outlook: leads to'],
    ['<!--[if mso]><a href="file://x/y">a</a><![endif]-->', 'href of <a> for Outlook: leads to file:'],
    [`<img src="picture:AAAAAAAAAAAAAAAA" alt="">`, 'AAAAAAAAAAAAAAAA is not a picture of this client'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<noscript>: a mail may not carry a script'],
    ['<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', '<math>: is not an element of a mail'],
    ['<template><script>x</script></template>', '<template>: is not an element of a mail'],
  ])('%s is refused in words', async (source, message) => {
    const found = await problemsOf(htmlDraft(source));
    if (message === '') expect(found).toEqual([]);
    else expect(found.join('\n')).toContain(message);
  });

  it('says where, in what was written, though Liquid stands before', async () => {
    const source = '<p>{{ first_name | default: "somebody\nwith lines" }}</p>\n<p>x</p> <script></script>';
    expect(await problemsOf(htmlDraft(source))).toEqual([
      'content.source: line 3, column 10: <script>: a mail may not carry a script',
    ]);
  });

  it('keeps what Outlook is told, and drops other comments', async () => {
    const { html } = await compiled(
      htmlDraft(
        '<!-- to do: ask Noor --><!--[if mso]><table><tr><td><![endif]--><p>a</p><!--[if mso]></td></tr></table><![endif]-->',
      ),
    );
    expect(html).toContain('<!--[if mso]><table><tr><td><![endif]-->');
    expect(html).not.toContain('Noor');
  });

  it('shows pictures of the client by their id', async () => {
    const { html } = await compiled(htmlDraft(`<img src="picture:${pictureId}" alt="The shop">`));
    expect(html).toContain('src="https://news.example/media/Zq7.png"');
  });
});

describe('own MJML', () => {
  const inColumn = (inner: string) =>
    `<mjml>\n<mj-body>\n<mj-section><mj-column>\n${inner}\n</mj-column></mj-section>\n</mj-body>\n</mjml>`;
  it.each([
    [inColumn('<mj-include path="/etc/passwd" />'), 'line 4, column 1: <mj-include>: files are not read'],
    [inColumn('<mj-include path="x.css" type="css" />'), 'line 4, column 1: <mj-include>: files are not read'],
    [inColumn('<mj-raw><script>alert(1)</script></mj-raw>'), 'line 4, column 1: <mj-raw>: raw markup is not taken'],
    [inColumn('<mj-text><script>alert(1)</script></mj-text>'), 'line 4, column 10: <script>: a mail may not carry'],
    [inColumn('<mj-text><b onclick="x">a</b></mj-text>'), 'onclick of <b>: a mail may not carry a script'],
    [inColumn('<mj-button href="javascript:x">a</mj-button>'), 'href of <mj-button>: leads to javascript:x'],
    [inColumn('<mj-image src="http://x.example/a.png" />'), 'src of <mj-image>: a picture is one of yours'],
    [inColumn('<mj-carousel></mj-carousel>'), '<mj-carousel>: is not an element of a mail'],
    [
      inColumn('<mj-text font-family="x" css-class="a" color="red;background:url(https://x)">a</mj-text>'),
      'url( is not taken',
    ],
    [
      '<mjml><mj-head><mj-font name="x" href="https://x.example/a.css" /></mj-head></mjml>',
      '<mj-font>: fonts from elsewhere',
    ],
    ['<mjml><mj-head><mj-style>@import "https://x.example/a.css";</mj-style></mj-head></mjml>', '<mj-style>: @import'],
    ['<mjml><mj-head><mj-style></style><script>x</script></mj-style></mj-head></mjml>', '<script>'],
    [inColumn('<mj-nothing>a</mj-nothing>'), '<mj-nothing>: is not an element of a mail'],
    [inColumn('<mj-text colour="red">a</mj-text>'), 'line 4: <mj-text>: Attribute colour is illegal'],
    ['<p>no mjml</p>', ''],
    [
      '<mjml><mj-body><mj-section>{% if vip %}<mj-column><mj-text>a</mj-text></mj-column>{% endif %}</mj-section></mj-body></mjml>',
      'a condition may not stand in <mj-section>',
    ],
    [inColumn('<mj-text color="{{ town }}">a</mj-text>'), 'line 4, column 17: Liquid may not stand in'],
  ])('%s is refused in words', async (source, message) => {
    expect((await problemsOf(mjmlDraft(source))).join('\n')).toContain(message || 'Malformed MJML');
  });

  it('loads no font from anywhere', async () => {
    const { html } = await compiled(mjmlDraft(inColumn('<mj-text font-family="Roboto">a</mj-text>')));
    expect(html).not.toContain('fonts.googleapis');
    expect(html).not.toContain('<link');
  });

  it('may choose between sections, and between what is in a column', async () => {
    const { html } = await compiled(
      mjmlDraft(inColumn('{% if vip %}<mj-text>For you</mj-text>{% else %}<mj-text>For all</mj-text>{% endif %}')),
    );
    expect(html).toMatch(/\{% if vip %\}[\s\S]*For you[\s\S]*\{% else %\}[\s\S]*For all[\s\S]*\{% endif %\}/);
  });
});

describe('the footer of a mail that its author wrote', () => {
  const own = '<p>Harbour Books Ltd, 1 Quay Street, Whitby</p>';
  const stop = '<a href="{{ unsubscribe_url }}">Stop this</a>';
  const rest = '<a href="{{ preferences_url }}">Choices</a> <a href="{{ web_copy_url }}">Web</a>';
  const count = async (source: string) => {
    const { text, links } = shownOf((await compiled(htmlDraft(source))).html);
    return {
      addresses: text.match(/1 Quay Street/g)?.length ?? 0,
      stops: links.filter(({ href, visible }) => visible && href === '{{ unsubscribe_url }}').length,
    };
  };

  it('is added where it lacks', async () => {
    expect(await count('<p>Hello.</p>')).toEqual({ addresses: 1, stops: 1 });
    expect(await count(`<p>Hello.</p>${own}`)).toEqual({ addresses: 1, stops: 1 });
    expect(await count(`<p>Hello.</p>${own}${stop}${rest}`)).toEqual({ addresses: 1, stops: 1 });
  });

  it.each([
    ['display', `<div style="display:none">${own}${stop}</div>`],
    ['a class', `<style>.x{display:none}</style><div class="x">${own}${stop}</div>`],
    [
      'a class, on phones',
      `<style>@media(max-width:480px){.x{display:none!important}}</style><div class="x">${own}${stop}</div>`,
    ],
    ['its colour', `<div style="color:#fff">${own}${stop}</div>`],
    ['its colour on its own ground', `<div style="background:#222222;color:#242424">${own}${stop}</div>`],
    ['its size', `<div style="font-size:1px">${own}${stop}</div>`],
    ['opacity', `<div style="opacity:0">${own}${stop}</div>`],
    ['its place', `<div style="position:absolute;left:-9999px">${own}${stop}</div>`],
    ['an attribute', `<div hidden>${own}${stop}</div>`],
  ])('is added though it is there, hidden by %s', async (_, source) => {
    expect(await count(source)).toEqual({ addresses: 1, stops: 1 });
    const { html } = await compiled(htmlDraft(source));
    expect(html.match(/1 Quay Street/g)).toHaveLength(2);
  });

  it.each([
    '*{display:none!important}',
    'div{display:none!important}',
    'p,a{font-size:0!important;color:#fff!important}',
  ])('cannot be hidden by %s', async (css) => {
    const { html } = await compiled(htmlDraft(`<style>${css}</style><p>Hello.</p>`));
    const footer = load(html)('div').last();
    for (const element of footer.find('p, a').addBack().toArray().filter(isElement))
      expect(element.attribs.style).toMatch(/display:(block|inline) !important.*font-size:14px !important/);
  });

  it('is added to a text part that was written by hand', async () => {
    const { text } = await compiled(
      draftOf({ text: 'Hello {{ first_name }}.\nhttps://shop.example/?n={{ first_name }}' }),
    );
    expect(text).toContain('https://shop.example/?n={{ first_name | url_part }}');
    expect(text).toContain('Unsubscribe: {{ unsubscribe_url }}');
    expect(text).toContain('1 Quay Street');
    expect(await problemsOf(draftOf({ text: 'https://{{ town }}/' }))).toEqual([
      'text: a value may stand in the path or the query of a link, never say where it leads: https://host/…',
    ]);
  });
});

describe('limits of a content', () => {
  it.each([
    ['links', '<a href="https://x.example/">x</a>'.repeat(198), 'has 201 links, at most 200'],
    ['pictures', '<img src="https://x.example/a.png" alt="x">'.repeat(51), 'has 51 pictures, at most 50'],
    ['bytes', `<p>${'x'.repeat(160_000)}</p>`, 'bytes of HTML, at most 150000'],
  ])('%s', async (_, source, message) => {
    expect((await problemsOf(htmlDraft(source))).join()).toContain(message);
  });
});
