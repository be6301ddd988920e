import { describe, expect, it } from 'vitest';
import { contrastOf, colourOf } from '#lambdas/campaigns/rules/colour.ts';
import { shownOf } from '#lambdas/campaigns/rules/shown.ts';

const black = { red: 0, green: 0, blue: 0, alpha: 1 };
const around = (inside: string, head = '') => `<html><head>${head}</head><body><p>Above.</p>${inside}</body></html>`;

describe('what people see', () => {
  it.each([
    ['display', '<p style="display:none">here</p>'],
    ['display, with a space and in capitals', '<p style="DISPLAY : None">here</p>'],
    ['an element around it', '<div style="display:none"><table><tr><td><b>here</b></td></tr></table></div>'],
    ['visibility', '<p style="visibility:hidden">here</p>'],
    ['opacity', '<p style="opacity:0">here</p>'],
    ['opacity near nothing', '<p style="opacity:.01">here</p>'],
    ['opacity of a third', '<p style="opacity:0.33">here</p>'],
    ['a font of nothing', '<p style="font-size:0">here</p>'],
    ['a font of a pixel', '<p style="font-size:1px">here</p>'],
    ['a font of a hundredth', '<p style="font-size:1%">here</p>'],
    ['a short hand for fonts', '<p style="font:0/0 Arial">here</p>'],
    ['ink as its paper', '<p style="color:#ffffff">here</p>'],
    [
      'ink as its paper, by name and by number',
      '<div bgcolor="white"><p style="color:rgb(255, 255, 254)">here</p></div>',
    ],
    ['ink that is nearly its paper', '<div style="background:#123456"><p style="color:#123a5e">here</p></div>'],
    ['ink without substance', '<p style="color:transparent">here</p>'],
    ['ink without substance, by its number', '<p style="color:rgba(0,0,0,0)">here</p>'],
    ['an old attribute', '<font color="#fffffe">here</font>'],
    ['a place far out', '<p style="position:absolute;left:-9999px">here</p>'],
    ['an indent far out', '<p style="text-indent:-5000px">here</p>'],
    ['a box of no height', '<div style="max-height:0;overflow:hidden">here</div>'],
    ['a box of a pixel', '<div style="height:1px;overflow:hidden">here</div>'],
    ['the attribute hidden', '<p hidden>here</p>'],
    ['what Outlook alone obeys', '<p style="mso-hide:all">here</p>'],
    ['a comment', '<!-- here -->'],
    ['a comment for Outlook alone', '<!--[if mso]><p>here</p><![endif]-->'],
    ['a script', '<script>here</script>'],
    ['zero-width letters between', '<p style="display:none">h\u200bere</p>'],
  ])('is not what is hidden by %s', (_, inside) => {
    expect(shownOf(around(inside)).text).toBe('Above.');
  });

  it.each([
    ['a class', '<style>.small{display:none}</style>', '<p class="small">here</p>'],
    [
      'a class on a narrow screen',
      '<style>@media (max-width:480px){.small{display:none!important}}</style>',
      '<p class="small">here</p>',
    ],
    ['an id in a list of selectors', '<style>h1, #foot {font-size:0px}</style>', '<p id="foot">here</p>'],
    ['a rule after an import', '<style>@import url("x.css"); .a{visibility:hidden}</style>', '<p class="a">here</p>'],
    [
      'a rule that is more important',
      '<style>.a{display:none!important}</style>',
      '<p class="a" style="display:block">here</p>',
    ],
  ])('is not what a style sheet hides by %s', (_, head, inside) => {
    expect(shownOf(around(inside, head)).text).toBe('Above.');
  });

  it.each([
    ['plainly', '', '<p>here</p>'],
    ['small, in grey', '', '<p style="font-size:11px;color:#767676">here</p>'],
    ['white on dark', '', '<table bgcolor="#111111"><tr><td style="color:#fff">here</td></tr></table>'],
    ['in a colour that nobody knows', '', '<p style="color:oklch(0 0 0)">here</p>'],
    ['on a printer alone hidden', '<style>@media print{.a{display:none}}</style>', '<p class="a">here</p>'],
    ['by a later rule again', '<style>.a{display:none} p.a{display:block}</style>', '<p class="a">here</p>'],
    ['at the element again', '<style>.a{display:none}</style>', '<p class="a" style="display:block">here</p>'],
    [
      'in the dark, in other colours',
      '<style>@media (prefers-color-scheme:dark){.a{color:#fff}}</style>',
      '<p class="a">here</p>',
    ],
    ['beside a rule that is broken', '<style>p[ {display:none} .b{color:red}</style>', '<p class="a">here</p>'],
    ['half transparent', '', '<p style="opacity:0.5">here</p>'],
    ['moved a little', '', '<p style="text-indent:-10px;margin-left:-20px">here</p>'],
    ['in a box that is cut at its height', '', '<div style="height:200px;overflow:hidden">here</div>'],
    ['broken over lines', '', '<p>\n  he<!-- x -->re\n</p>'],
  ])('is what stands there %s', (_, head, inside) => {
    expect(shownOf(around(inside, head)).text).toBe('Above. here');
  });

  it('has words apart that stand in cells, lines and paragraphs apart', () => {
    expect(shownOf('<table><tr><td>One</td><td>two</td></tr></table><p>three<br>four</p>five').text).toBe(
      'One two three four five',
    );
  });

  it('knows links, what is read of them, and whether it is', () => {
    const { links } = shownOf(
      around(
        '<a href=" https://a.example ">One <b>two</b></a><a href="https://b.example"><img src="x" alt="three"></a><a href="https://c.example" style="display:none">four</a><a name="anchor">five</a><a href="https://d.example"></a>',
      ),
    );
    expect(links).toEqual([
      { href: 'https://a.example', text: 'One two', visible: true },
      { href: 'https://b.example', text: 'three', visible: true },
      { href: 'https://c.example', text: '', visible: false },
      { href: 'https://d.example', text: '', visible: false },
    ]);
  });

  it('keeps apart what is hidden, but for the preheader', () => {
    const preheader = '<div style="display:none">Preheader</div>';
    const html = `<html><body>${preheader}<p>Shown</p><p style="display:none">Hidden</p></body></html>`;
    expect(shownOf(html)).toMatchObject({ text: 'Shown', hiddenText: 'Hidden' });
  });

  it('tells spacers from pictures', () => {
    const { pictures } = shownOf(around('<img src="a" width="1" height="1"><img src="b" alt="">'));
    expect(pictures).toEqual([
      { src: 'a', alt: undefined, small: true },
      { src: 'b', alt: '', small: false },
    ]);
  });
});

describe('colours', () => {
  it.each([
    ['#000', '#fff', 21],
    ['#777777', '#ffffff', 4.48],
    ['red', 'rgb(255,0,0)', 1],
    ['rgb(100% 0% 0%)', '#f00', 1],
    ['currentColor', 'black', 1],
  ])('%s on %s', (one, other, ratio) => {
    expect(contrastOf(colourOf(one, black)!, colourOf(other, black)!)).toBeCloseTo(ratio, 1);
  });

  it.each(['', 'url(x.png)', '#12', 'rgb(1)', 'constructor'])('"%s" is none', (text) => {
    expect(colourOf(text, black)).toBeUndefined();
  });
});
