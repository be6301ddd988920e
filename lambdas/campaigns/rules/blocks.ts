import type { Block, Content, RichText } from '#contract/campaigns.ts';
import type { Language } from '#contract/common.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { drawnField } from './drawn-field.ts';
import { blocksFooter } from './footer.ts';
import type { Footer } from './footer.ts';
import { tagsAsComments } from './marks.ts';
import type { Marks } from './marks.ts';
import { contrast } from '#lambdas/platform/page/colours.ts';
import { darkPalette, leastContrast, lightPalette } from './theme.ts';
import type { Palette, Theme } from './theme.ts';

type Blocks = Extract<Content, { kind: 'blocks' }>;
type PersonalPicture = Extract<Block, { type: 'personal_picture' }>;
type ColumnsBlock = Extract<Block, { type: 'columns' }>;
type FooterBlock = Extract<Block, { type: 'footer' }>;
type Simple = Exclude<Block, ColumnsBlock | FooterBlock>;

export interface BlocksSettings {
  readonly marks: Marks;
  readonly language: Language;
  readonly footer: Footer;
  /** Natural width of a picture, in pixels; undefined when there is no such picture. */
  readonly widthOf: (pictureId: string) => number | undefined;
}

/** Pictures of one person, in the order of the content: the number stands in `cid:personal-1`. */
export interface Placed {
  readonly block: PersonalPicture;
  readonly path: string;
  readonly contentId: string;
}

const fonts = {
  sans: "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  serif: "Georgia, 'Iowan Old Style', 'Times New Roman', serif",
};
/** Around the text, and between blocks. */
const side = 32;
const gap = 20;
const mailWidth = 600;

/** Blocks as MJML. What a person typed is escaped here; its Liquid is marks by now. */
export function mjmlOfBlocks(
  content: Blocks,
  { marks, language, footer, widthOf }: BlocksSettings,
): { readonly mjml: string; readonly personal: readonly Placed[] } {
  const { theme, blocks } = content;
  judgeTheme(theme, marks);
  const palette = lightPalette(theme);
  const personal: Placed[] = [];
  const write = writer({ marks, palette, theme, personal, widthOf });
  const last = blocks.at(-1);
  const ends = last?.type === 'footer' ? last : undefined;
  const inside = ends ? blocks.slice(0, -1) : blocks;
  const placed = ends ?? (blocks.some(({ type }) => type === 'footer') ? undefined : { type: 'footer' as const });
  const footerOf = (block: FooterBlock, index: number, colour: string): string =>
    write.footer(block, footer, `content.blocks.${index}.text`, colour);

  const body = sectionsOf(inside)
    .map((section) =>
      section.kind === 'columns'
        ? write.columns(section.block, section.index)
        : section.kind === 'footer'
          ? `<mj-section padding="0"><mj-column>${write.rule()}${footerOf(section.block, section.index, palette.soft)}</mj-column></mj-section>`
          : `<mj-section padding="0"><mj-column>${section.blocks
              .map(({ block, index }) => write.simple(block, `content.blocks.${index}`))
              .join('\n')}</mj-column></mj-section>`,
    )
    .join('\n');
  const below = placed
    ? `<mj-section padding="24px 0 8px"><mj-column>${footerOf(placed, blocks.length - 1, palette.softBehind)}</mj-column></mj-section>`
    : '';
  const mjml = `<mjml lang="${language}" dir="ltr">
<mj-head>
<mj-breakpoint width="480px" />
<mj-attributes>
<mj-all font-family="${fonts[theme.font]}" />
<mj-text font-size="16px" line-height="1.6" color="${palette.ink}" padding="0 ${side}px ${gap}px" />
<mj-image padding="0 ${side}px ${gap}px" font-size="15px" border-radius="6px" />
<mj-button padding="4px ${side}px ${gap + 4}px" font-size="16px" font-weight="600" line-height="1.25" inner-padding="14px 26px" border-radius="6px" background-color="${palette.button}" color="${palette.onButton}" border="1px solid ${palette.button}" />
<mj-divider padding="4px ${side}px ${gap + 4}px" border-width="1px" border-color="${palette.line}" />
<mj-spacer padding="0" />
</mj-attributes>
<mj-style>${stylesOf(palette, darkPalette(theme))}</mj-style>
</mj-head>
<mj-body width="${mailWidth}px" background-color="${palette.background}" css-class="behind">
<mj-section padding="12px 0" />
<mj-wrapper background-color="${palette.paper}" css-class="paper" padding="${side}px 0 ${side - gap}px" border-radius="8px">
${body}
</mj-wrapper>
${below}
<mj-section padding="12px 0" />
</mj-body>
</mjml>`;
  return { mjml, personal };
}

/** A message whose ink cannot be told from its paper has no footer that can be seen. */
function judgeTheme({ ink, paper }: Theme, marks: Marks): void {
  const ratio = contrast(ink, paper);
  if (ratio < leastContrast)
    marks.add({
      path: 'content.theme.ink',
      message: `cannot be read on the paper: their contrast is ${ratio.toFixed(1)}, at least ${leastContrast} is needed`,
    });
}

type Section =
  | { readonly kind: 'columns'; readonly block: ColumnsBlock; readonly index: number }
  | { readonly kind: 'footer'; readonly block: FooterBlock; readonly index: number }
  | { readonly kind: 'simple'; readonly blocks: { readonly block: Simple; readonly index: number }[] };

/** What stands below each other shares a section; columns have one of their own. */
function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'columns') sections.push({ kind: 'columns', block, index });
    else if (block.type === 'footer') sections.push({ kind: 'footer', block, index });
    else {
      const last = sections.at(-1);
      if (last?.kind === 'simple') last.blocks.push({ block, index });
      else sections.push({ kind: 'simple', blocks: [{ block, index }] });
    }
  }
  return sections;
}

interface Writing {
  readonly marks: Marks;
  readonly palette: Palette;
  readonly theme: Theme;
  readonly personal: Placed[];
  readonly widthOf: BlocksSettings['widthOf'];
}

const headingSizes = { 1: '28px', 2: '22px', 3: '18px' } as const;

function writer({ marks, palette, theme, personal, widthOf }: Writing) {
  const text = (typed: string, path: string): string => tagsAsComments(escaped(marks.take(typed, path).text));
  /** Where no condition may stand: in an attribute. */
  const attribute = (typed: string, path: string): string => escaped(marks.take(typed, path, { tags: false }).text);

  const rich = (doc: RichText, path: string): string =>
    doc.content
      .map((node, index) => {
        const at = `${path}.content.${index}`;
        const last = index === doc.content.length - 1;
        const margin = `margin:0 0 ${last ? 0 : 16}px`;
        if (node.type === 'paragraph') return `<p style="${margin}">${spans(node.content, at)}</p>`;
        const tag = node.type === 'bulletList' ? 'ul' : 'ol';
        const items = node.content.map(
          (item, place) =>
            `<li style="margin:0 0 6px">${item.content
              .map((each, row) => spans(each.content, `${at}.content.${place}.content.${row}`))
              .join('<br />')}</li>`,
        );
        return `<${tag} style="${margin};padding:0 0 0 22px">${items.join('')}</${tag}>`;
      })
      .join('');

  type Spans = Extract<RichText['content'][number], { type: 'paragraph' }>['content'];
  const spans = (content: Spans, path: string): string =>
    (content ?? []).map((span, index) => spanOf(span, `${path}.content.${index}`)).join('') || '&nbsp;';

  const spanOf = (span: NonNullable<Spans>[number], path: string): string => {
    if (span.type === 'hardBreak') return '<br />';
    return (span.marks ?? []).reduce(
      (inner, mark, index) => {
        if (mark.type === 'bold') return `<strong>${inner}</strong>`;
        if (mark.type === 'italic') return `<em>${inner}</em>`;
        const href = attribute(mark.attrs.href, `${path}.marks.${index}.attrs.href`);
        return `<a class="link" href="${href}" style="color:${palette.link};text-decoration:underline">${inner}</a>`;
      },
      text(span.text, `${path}.text`),
    );
  };

  const picture = (block: Extract<Block, { type: 'picture' }>, path: string, inner: string): string => {
    const href = block.href === undefined ? '' : ` href="${attribute(block.href, `${path}.href`)}"`;
    const natural = widthOf(block.pictureId);
    if (natural === undefined) marks.add({ path: `${path}.pictureId`, message: 'is not a picture of this client' });
    // A small picture is not blown up.
    const own = block.width ?? (natural !== undefined && natural < mailWidth / 2 ? natural : undefined);
    // On a phone, a picture that fills its column goes on filling it.
    const width = own === undefined ? ' fluid-on-mobile="true"' : ` width="${own}px"`;
    return `<mj-image css-class="ink" src="picture:${block.pictureId}" alt="${attribute(block.alt, `${path}.alt`)}"${href}${width}${inner} />`;
  };

  const personalPicture = (block: PersonalPicture, path: string): string => {
    const contentId = `personal-${personal.length + 1}`;
    personal.push({ block, path, contentId });
    const alt = attribute(block.alt, `${path}.alt`);
    const spoken = text(block.alt, `${path}.alt`);
    const drawn = drawnField(contentId);
    // A picture that could not be drawn for this person leaves its words.
    return `${marks.ownTag('if', `if ${drawn}`)}<mj-image css-class="ink" src="cid:${contentId}" alt="${alt}" fluid-on-mobile="true" />${marks.ownTag('else', 'else')}<mj-text css-class="ink" font-size="20px" font-weight="600">${spoken}</mj-text>${marks.ownTag('endif', 'endif')}`;
  };

  /** @param edge left and right of it */
  const simple = (block: Simple, path: string, edge = side): string => {
    const inner = edge === side ? '' : ` padding="0 ${edge}px ${gap}px"`;
    switch (block.type) {
      case 'heading': {
        const { level } = block;
        // Nearer to what it stands over than to what is before.
        const padding = `padding="0 ${edge}px ${level === 1 ? 14 : 8}px"`;
        const style = `margin:0;font-size:${headingSizes[level === 1 || level === 2 ? level : 3]};line-height:1.25;font-weight:700;letter-spacing:${theme.font === 'sans' ? '-0.01em' : '0'}`;
        return `<mj-text css-class="ink" align="${block.align}" ${padding}><h${level} style="${style}">${text(block.text, `${path}.text`)}</h${level}></mj-text>`;
      }
      case 'text':
        return `<mj-text css-class="ink" align="${block.align}"${inner}>${rich(block.doc, `${path}.doc`)}</mj-text>`;
      case 'button':
        return `<mj-button css-class="button" align="${block.align}" href="${attribute(block.href, `${path}.href`)}"${inner}>${text(block.label, `${path}.label`)}</mj-button>`;
      case 'picture':
        return picture(block, path, inner);
      case 'personal_picture':
        return personalPicture(block, path);
      case 'divider':
        return '<mj-divider css-class="rule" />';
      case 'spacer':
        return `<mj-spacer height="${block.height}px" />`;
    }
  };

  return {
    simple,
    rule: () => '<mj-divider css-class="rule" />',
    columns: ({ columns }: ColumnsBlock, index: number): string => {
      const edge = side / 2;
      const all = columns.map(({ blocks }, place) => {
        const path = `content.blocks.${index}.columns.${place}.blocks`;
        return `<mj-column>${blocks.map((block, row) => simple(block, `${path}.${row}`, edge)).join('\n')}</mj-column>`;
      });
      return `<mj-section padding="0 ${edge}px" css-class="columns">${all.join('\n')}</mj-section>`;
    },
    footer: (block: FooterBlock, footer: Footer, path: string, colour: string): string => {
      const own =
        block.text === undefined ? '' : `<p class="soft" style="margin:0 0 10px">${text(block.text, path)}</p>`;
      return `<mj-text align="center" font-size="14px" line-height="1.5" color="${colour}" css-class="soft">${own}${blocksFooter(footer, marks.ownOutput, colour)}</mj-text>`;
    },
  };
}

/** Dark where the reader's program is; Outlook.com says so by attributes of its own. */
function stylesOf(light: Palette, dark: Palette): string {
  const darkened: readonly (readonly [string, string])[] = [
    ['.behind,.behind > div', `background-color:${dark.background} !important`],
    ['.paper,.paper > table', `background:${dark.paper} !important;background-color:${dark.paper} !important`],
    ['.ink div,.ink h1,.ink h2,.ink h3,.ink p,.ink li,.ink img', `color:${dark.ink} !important`],
    ['.soft,.soft div,.soft p,.soft a', `color:${dark.soft} !important`],
    ['.ink a.link', `color:${dark.link} !important`],
    ['.rule p', `border-top-color:${dark.line} !important`],
  ];
  const lines = darkened.map(([selector, style]) => `${selector}{${style}}`);
  const outlook = darkened.map(([selector, style]) => {
    const each = selector.split(',').map((one) => `[data-ogsc] ${one}`);
    return `${each.join(',')}{${style}}`;
  });
  return `
:root{color-scheme:light dark;supported-color-schemes:light dark}
img{color:${light.ink};line-height:1.4}
@media(max-width:479px){.columns .mj-column-per-50,.columns .mj-column-per-33-333333333333336{padding-bottom:8px}}
@media(prefers-color-scheme:dark){
${lines.join('\n')}
}
${outlook.join('\n')}
`;
}
