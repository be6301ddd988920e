import type * as z from 'zod';
import { template } from '#contract/campaigns.ts';
import { stockIds } from './stock-drawings.ts';

type Template = z.output<typeof template>;
type TemplateInput = z.input<typeof template>;
type Block = Extract<TemplateInput['content'], { kind: 'blocks' }>['blocks'][number];
type Doc = Extract<Block, { type: 'text' }>['doc'];
type Span = NonNullable<Extract<Doc['content'][number], { type: 'paragraph' }>['content']>[number];

const bold = (text: string): Span => ({ type: 'text', text, marks: [{ type: 'bold' }] });
const italic = (text: string): Span => ({ type: 'text', text, marks: [{ type: 'italic' }] });
const link = (text: string, href: string): Span => ({ type: 'text', text, marks: [{ type: 'link', attrs: { href } }] });
const spansOf = (spans: readonly (string | Span)[]): Span[] =>
  spans.map((span) => (typeof span === 'string' ? { type: 'text', text: span } : span));
const paragraph = (...spans: (string | Span)[]): Doc['content'][number] => ({
  type: 'paragraph',
  content: spansOf(spans),
});
const bullets = (...items: (string | Span)[][]): Doc['content'][number] => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [{ type: 'paragraph', content: spansOf(item) }] })),
});
const text = (...content: Doc['content']): Extract<Block, { type: 'text' }> => ({
  type: 'text',
  doc: { type: 'doc', content },
});

const site = 'https://www.example.com';

const letter: TemplateInput = {
  templateId: 'letter',
  name: 'Letter',
  description: 'Words from one person to another: a greeting, some paragraphs, one link, a signature.',
  content: {
    kind: 'blocks',
    theme: { accent: '#8a2d3b', background: '#f3ece0', paper: '#fffdf8', ink: '#2a2420', font: 'serif' },
    blocks: [
      { type: 'heading', level: 1, text: 'Three books for the long evenings' },
      text(
        paragraph('Dear {{ first_name | default: "reader" }},'),
        paragraph(
          'the first storm has been through, the lamps are on by four, and the armchair by the window is taken from opening to closing. It is the best time of the year to sell books, and a better one to read them. These three I keep putting into people’s hands:',
        ),
        bullets(
          [bold('The Salt Road'), ', a crossing on foot, told by somebody who would rather have stayed at home.'],
          [bold('Small Hours'), ', eleven stories for one night each. The seventh is the one you will lend out.'],
          [bold('How Lighthouses Think'), ', for everybody who has ever counted the seconds between two flashes.'],
        ),
        paragraph(
          'All three are on the table by the door. If you cannot come by, we wrap them and send them; put a line for the card with your order.',
        ),
      ),
      { type: 'button', label: 'See the three books', href: `${site}/three-books` },
      text(paragraph('Until soon,'), paragraph(italic('Emeka, at the till'))),
    ],
  },
};

const news: TemplateInput = {
  templateId: 'news',
  name: 'News and an offer',
  description:
    'A picture across the top, one piece of news with a button, two smaller ones beside each other, an offer.',
  content: {
    kind: 'blocks',
    theme: { accent: '#c4553b', background: '#eef1f0', paper: '#ffffff', ink: '#20262b', font: 'sans' },
    blocks: [
      { type: 'picture', pictureId: stockIds.shelves, alt: 'Our shelves, and the harbour at dusk in the window' },
      { type: 'heading', level: 1, text: 'The upper floor is open' },
      text(
        paragraph(
          'Hello {{ first_name | default: "and welcome" }}, after a summer of dust the stairs are finished. Upstairs there are two more rooms of books, a long table to spread them out on, and the window that everybody asked about.',
        ),
      ),
      { type: 'button', label: 'See what is upstairs', href: `${site}/upstairs` },
      { type: 'divider' },
      {
        type: 'columns',
        columns: [
          {
            blocks: [
              { type: 'picture', pictureId: stockIds.coffee, alt: 'A cup of coffee' },
              { type: 'heading', level: 3, text: 'Coffee from nine' },
              text(
                paragraph(
                  'Acme Coffee roasts for us now. The first cup is on the house with any book. ',
                  link('Opening hours', `${site}/hours`),
                ),
              ),
            ],
          },
          {
            blocks: [
              { type: 'picture', pictureId: stockIds.lamp, alt: 'An open book under a lamp' },
              { type: 'heading', level: 3, text: 'Late on Thursdays' },
              text(
                paragraph(
                  'Until ten at night, with the lights low, and somebody who reads aloud at eight. ',
                  link('Who reads when', `${site}/thursdays`),
                ),
              ),
            ],
          },
        ],
      },
      { type: 'divider' },
      { type: 'heading', level: 2, text: 'A tenth off until Sunday', align: 'center' },
      {
        ...text(
          paragraph('On every paperback upstairs. Say ', bold('upstairs'), ' at the till, or type it when you order.'),
        ),
        align: 'center',
      },
      { type: 'button', label: 'Choose a paperback', href: `${site}/paperbacks`, align: 'center' },
    ],
  },
};

const invitation: TemplateInput = {
  templateId: 'invitation',
  name: 'Invitation',
  description: 'A ticket with the name of whoever gets it, drawn for each person; when, where and what for below.',
  content: {
    kind: 'blocks',
    theme: { accent: '#1f5c7a', background: '#e8eef1', paper: '#ffffff', ink: '#17242c', font: 'sans' },
    blocks: [
      {
        type: 'personal_picture',
        design: 'ticket',
        text: '{{ first_name | default: "Our guest" }}',
        caption: 'Reading night · Friday 12 December',
        alt: 'Your ticket for our reading night on Friday 12 December',
      },
      { type: 'heading', level: 1, text: 'A chair is kept for you, {{ first_name | default: "dear guest" }}' },
      text(
        paragraph(
          'Noor Haddad reads from ',
          italic('How Lighthouses Think'),
          ', and answers whatever you always wanted to ask somebody who lived in one for a winter. Bread, cheese and something warm to drink are there.',
        ),
      ),
      {
        type: 'columns',
        columns: [
          {
            blocks: [
              { type: 'heading', level: 3, text: 'When' },
              text(paragraph('Friday 12 December, doors at 7 pm, reading at half past')),
            ],
          },
          {
            blocks: [
              { type: 'heading', level: 3, text: 'Where' },
              text(paragraph('Upstairs in the shop. There is a lift: ring at the side door')),
            ],
          },
        ],
      },
      { type: 'button', label: 'I will be there', href: `${site}/reading-night` },
      text(
        paragraph(
          'There are forty chairs. Should you not be able to come, ',
          link('let somebody else have yours', `${site}/reading-night/give-back`),
          '.',
        ),
      ),
    ],
  },
};

/** Contents to begin with. They are whole mails, so that whoever opens one sees how it is meant. */
export const templates: readonly Template[] = [letter, news, invitation].map((each) => template.parse(each));
