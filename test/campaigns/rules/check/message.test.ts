import { describe, expect, it } from 'vitest';
import { findingsOf } from '#lambdas/campaigns/rules/check/rules.ts';
import { body, footer, judged, page, publicUrl, said, unsubscribeUrl } from '#test/support/judged.ts';
import type { Written } from '#test/support/judged.ts';

const html = (inside: string, head = ''): Written => ({ html: page(`<p>${body}</p>${inside}`, head) });
const link = (href: string, text: string) => html(`<a href="${href}">${text}</a>${footer}`);
const street = 'Harbour Books Ltd, 1 Quay Street, YO21 1AA Whitby, GB';
const stop = `<a href="${unsubscribeUrl}">Unsubscribe</a>`;

it('has nothing against a plain letter', () => {
  expect(findingsOf(judged())).toEqual([]);
});

describe('CS-04: the postal address', () => {
  it.each([
    ['is not there', stop],
    ['lacks the street', `Harbour Books Ltd, YO21 1AA Whitby ${stop}`],
    ['is not displayed', `<p style="display:none">${street}</p>${stop}`],
    ['has the colour of its paper', `<p style="color:#fff">${street}</p>${stop}`],
    ['is set in a font of nothing', `<p style="font-size:0">${street}</p>${stop}`],
    ['is a picture', `<img src="https://a.example/x.png" alt="${street}">${stop}`],
    ['is a comment', `<!-- ${street} -->${stop}`],
    ['is far out', `<p style="position:absolute;left:-9999px">${street}</p>${stop}`],
  ])('blocks when it %s', (_, inside) => {
    expect(said(judged(html(inside)))).toContain('block CS-04 content');
  });

  it.each([
    ['in lines', `<p>1 Quay Street<br>YO21&nbsp;1AA<br>WHITBY</p>${stop}`],
    ['in cells', `<table><tr><td>1 Quay Street</td><td>YO21 1AA Whitby</td></tr></table>${stop}`],
    ['small and grey', `<p style="font-size:11px;color:#777">${street}</p>${stop}`],
  ])('may be written %s', (_, inside) => {
    expect(said(judged(html(inside)))).toEqual([]);
  });

  it('says that it is there, and hidden', () => {
    const [found] = findingsOf(judged(html(`<p style="display:none">${street}</p>${stop}`)));
    expect(found?.message).toBe(
      'The postal address is not to be seen in the message (for who told everything). It is there, and hidden by its style.',
    );
  });

  it('stands in the plain text too', () => {
    expect(said(judged({ text: `${body}\n${unsubscribeUrl}` }))).toEqual(['block CS-04 text']);
  });
});

describe('CS-05, ML-20: the link to unsubscribe', () => {
  it.each([
    ['is not there', street, 'block'],
    ['leads elsewhere', `${street}<a href="${publicUrl}/u/other">Unsubscribe</a>`, 'block'],
    ['is not displayed', `${street}<a href="${unsubscribeUrl}" style="display:none">Unsubscribe</a>`, 'block'],
    ['is set in a font of nothing', `${street}<div style="font-size:0">${stop}</div>`, 'block'],
    ['says nothing', `${street}<a href="${unsubscribeUrl}">.</a>`, 'block'],
    ['says something else', `${street}<a href="${unsubscribeUrl}">Preferences and more</a>`, 'warn'],
  ])('when it %s', (_, inside, severity) => {
    expect(said(judged(html(inside)))).toEqual([`${severity} CS-05 content`]);
  });

  it.each(['Unsubscribe', 'Abmelden', 'Newsletter abbestellen', 'Se désinscrire', 'Darse de baja', 'Opt out'])(
    'may read "%s"',
    (text) => {
      expect(said(judged(html(`${street}<a href="${unsubscribeUrl}">${text}</a>`)))).toEqual([]);
    },
  );

  it('stands in the plain text too', () => {
    expect(said(judged({ text: `${body} ${street}` }))).toEqual(['block CS-05 text']);
  });

  it('is looked for in what each person gets', () => {
    const fine = judged();
    const others = judged(html(street)).versions.map((each) => ({ ...each, of: 'for who told nothing' }));
    const [found] = findingsOf({ ...fine, versions: [...fine.versions, ...others] });
    expect(found?.message).toBe('The message has no link to unsubscribe (for who told nothing).');
  });
});

describe('CS-03: that it is an advertisement', () => {
  const ad = 'Advertisement from Harbour Books';
  const text = `${body}\n${street}\n${unsubscribeUrl}`;
  const soft = { bases: ['consent', 'soft_opt_in'] as const };

  it('is said to whoever did not consent, in both parts', () => {
    expect(said(judged({}, {}, soft))).toEqual(['block CS-03 content', 'block CS-03 text']);
    expect(said(judged({ ...html(`<p>${ad}</p>${footer}`), text }, {}, soft))).toEqual(['block CS-03 text']);
    expect(said(judged({ ...html(`<p>${ad}</p>${footer}`), text: `${text}\n${ad}` }, {}, soft))).toEqual([]);
  });

  it('need not be said to people who consented', () => {
    expect(said(judged({}, {}, { bases: ['consent'] }))).toEqual([]);
  });

  it('does not count where it is hidden', () => {
    const hidden = html(`<p style="display:none">${ad}</p>${footer}`);
    expect(said(judged({ ...hidden, text: `${text}\n${ad}` }, {}, soft))).toEqual(['block CS-03 content']);
  });

  it('may be said in the language of the message, or in the subject', () => {
    const german = { ...html(`<p>Werbung von Harbour Books</p>${footer}`), text: `${text}\nWerbung von Harbour Books` };
    expect(said(judged(german, { language: 'de' }, soft))).toEqual([]);
    expect(said(judged(german, { language: 'fr' }, soft))).toEqual(['block CS-03 content', 'block CS-03 text']);
    expect(said(judged({ subject: 'Advertisement: new novels' }, {}, soft))).toEqual([]);
  });

  it('says why, and what to write', () => {
    expect(findingsOf(judged({}, { language: 'de' }, { bases: ['implied'] }))[0]).toMatchObject({
      message:
        'Some people are mailed without their consent (implied), and the message does not say that it is an advertisement.',
      fix: 'Add a line such as "Werbung von Harbour Books" where everybody reads it, or send to people who consented alone.',
    });
  });
});

describe('CS-16: more than one advertiser', () => {
  const claims = { promotions: [], advertisers: ['Acme Coffee'], adultContent: false };
  const unnamed = `<p>1 Quay Street, YO21 1AA Whitby</p>${stop}`;

  it('blocks a mail that does not say whose it is, and asks a person about one that does', () => {
    expect(said(judged(html(unnamed), { claims }))).toEqual(['block CS-16 claims.advertisers']);
    expect(said(judged({}, { claims }))).toEqual(['warn CS-16 claims.advertisers']);
  });

  it('is not the client itself', () => {
    expect(said(judged({}, { claims: { ...claims, advertisers: ['Harbour Books'] } }))).toEqual([]);
  });
});

describe('CS-20: the plain text', () => {
  it('may not be empty', () => {
    expect(said(judged({ text: ' \n' }))).toContain('block CS-20 text');
  });

  it('says as much as the message', () => {
    const long = html(`<p>${body.repeat(6)}</p>${footer}`);
    expect(said(judged({ ...long, text: `${street} ${unsubscribeUrl}` }))).toEqual(['warn CS-20 text']);
    expect(said(judged({ ...long, text: `${body.repeat(6)} ${street} ${unsubscribeUrl}` }))).toEqual([]);
  });
});

describe('CS-22: a link that reads as an address', () => {
  it.each([
    ['https://evil.example/x', 'https://harbourbooks.example/x'],
    ['https://evil.example/x', 'www.harbourbooks.example'],
    ['https://evil.example/x', 'harbourbooks.example'],
    ['https://evil.example/x', 'Harbourbooks.example/novels'],
    ['https://harbourbooks.example.evil.example/', 'harbourbooks.example'],
    ['https://notharbourbooks.example/', 'harbourbooks.example'],
    ['mailto:a@evil.example', 'hello@harbourbooks.example'],
  ])('%s may not read "%s"', (href, text) => {
    expect(said(judged(link(href, text)))).toEqual(['block CS-22 links.0']);
  });

  it.each([
    ['https://harbourbooks.example/novels?page=2', 'harbourbooks.example'],
    ['https://www.harbourbooks.example/', 'https://harbourbooks.example'],
    ['https://shop.harbourbooks.example/', 'harbourbooks.example'],
    ['https://harbourbooks.example/', 'shop.harbourbooks.example'],
    ['https://bücher.example/', 'bücher.example'],
    ['https://other.example/', 'Read on'],
    ['https://other.example/', 'Node.js'],
    ['https://other.example/', 'programme.pdf'],
    ['https://other.example/', 'See harbourbooks.example for more'],
    ['mailto:hello@harbourbooks.example', 'hello@harbourbooks.example'],
  ])('%s may read "%s"', (href, text) => {
    expect(said(judged(link(href, text)))).toEqual([]);
  });
});

describe('ML-30: where links lead', () => {
  it.each([
    ['http://harbourbooks.example', 'block'],
    ['ftp://harbourbooks.example', 'block'],
    ['javascript:alert(1)', 'block'],
    ['data:text/html,x', 'block'],
    ['//harbourbooks.example', 'block'],
    ['/novels', 'block'],
    ['', 'warn'],
    ['#novels', 'warn'],
  ])('not to "%s"', (href, severity) => {
    expect(said(judged(link(href, 'Read on')))).toEqual([`${severity} ML-30 links.0`]);
  });

  it.each(['https://harbourbooks.example', 'mailto:hello@harbourbooks.example', 'tel:+441947600000'])(
    'to %s',
    (href) => {
      expect(said(judged(link(href, 'Read on')))).toEqual([]);
    },
  );

  it.each([
    ['http://a.example/x.png', ['block ML-30 pictures.0']],
    ['data:image/png;base64,AAAA', ['block ML-30 pictures.0']],
    ['https://a.example/x.png', []],
    ['cid:card', []],
  ])('pictures: %s', (src, expected) => {
    expect(said(judged(html(`<img src="${src}" alt="A novel">${footer}`)))).toEqual(expected);
  });

  it('tells of ten at most', () => {
    const many = Array.from({ length: 40 }, (_, at) => `<a href="http://a.example/${at}">Novel ${at}</a>`).join(' ');
    expect(said(judged(html(many + footer)))).toHaveLength(10);
  });
});

describe('ML-31 … ML-36', () => {
  it('ML-34: tells of hosts that are not there', () => {
    expect(said(judged({}, {}, { deadHosts: new Set(['harbourbokks.example']) }))).toEqual([
      'warn ML-34 links.harbourbokks.example',
    ]);
  });

  it('ML-31: tells of what Gmail would cut off', () => {
    const of = (bytes: number) => judged(html(`<!--${'x'.repeat(bytes)}-->${footer}`));
    expect(said(of(90 * 1024))).toEqual([]);
    expect(said(of(102 * 1024))).toEqual(['warn ML-31 content']);
  });

  it.each([
    ['<img src="https://a.example/x.png">', ['warn ML-32 pictures']],
    ['<img src="https://a.example/x.png" alt="">', []],
    ['<img src="https://a.example/x.png" alt="A boat">', []],
    ['<img src="https://a.example/x.png" width="1" height="1">', []],
  ])('ML-32: %s', (inside, expected) => {
    expect(said(judged(html(inside + footer)))).toEqual(expected);
  });

  it('ML-33: asks for words beside pictures', () => {
    const picture = '<img src="https://a.example/x.png" alt="A boat">';
    expect(said(judged({ html: page(picture + footer) }))).toEqual(['warn ML-33 content']);
    expect(said(judged({ html: page(`${picture}<p>${body}</p>${footer}`) }))).toEqual([]);
    expect(said(judged({ html: page(`<p>Hello.</p>${footer}`) }))).toEqual([]);
  });

  it('ML-35: tells of hidden text', () => {
    expect(said(judged(html(`<p style="display:none">${body.repeat(2)}</p>${footer}`)))).toEqual([
      'warn ML-35 content',
    ]);
  });

  it('ML-36: cannot be judged when it cannot be made', () => {
    expect(said(judged({}, {}, { versions: [], unrendered: ['for who told everything: render limit'] }))).toEqual([
      'block ML-36 content',
    ]);
  });
});
