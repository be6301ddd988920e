import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { drawPersonalPicture } from '#lambdas/campaigns/personal-picture/draw.ts';
import type { PersonalPicture } from '#lambdas/campaigns/personal-picture/designs.ts';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import { compiled, draftOf, links } from './drafts.ts';

const picture = (overrides: Partial<PersonalPicture> = {}): PersonalPicture => ({
  contentId: 'personal-1',
  design: 'card',
  text: 'Ada',
  caption: 'Your winter reading, picked for',
  alt: 'A card for you',
  accent: '#1f5c7a',
  paper: '#ffffff',
  ink: '#1f2328',
  ...overrides,
});

describe('a personal picture', () => {
  it.each(['card', 'ticket', 'banner'] as const)('as a %s is a PNG of less than 60 kB', async (design) => {
    const png = await drawPersonalPicture(picture({ design }));
    expect(imageSize(png!)).toMatchObject({ type: 'png', width: 1072 });
    expect(png!.byteLength).toBeLessThan(60_000);
  });

  it('is the same for the same words, and another for others', async () => {
    const one = await drawPersonalPicture(picture());
    expect(await drawPersonalPicture(picture())).toEqual(one);
    expect(await drawPersonalPicture(picture({ text: 'Noor' }))).not.toEqual(one);
  });

  it.each(['Zoë Ångström', 'Ngọc Ánh', 'Ιωάννα', 'Наталья', 'Łukasz', "O'Neill & Söhne <3", 'é'])(
    'has letters for %s',
    async (text) => {
      expect(await drawPersonalPicture(picture({ text }))).toBeInstanceOf(Uint8Array);
    },
  );

  it.each(['Zoë 👩‍🚀', 'عبد الرحمن', 'נועה', '李雷', 'x'.repeat(41), '', '</svg>\u0000'])(
    'is left to its words where the font has none, or they are too many: %s',
    async (text) => {
      expect(await drawPersonalPicture(picture({ text }))).toBeUndefined();
    },
  );

  it('cannot be drawn upon by what somebody is called', async () => {
    const named = await drawPersonalPicture(picture({ text: '</text><rect height="9999"/>' }));
    expect(imageSize(named!).height).toBe(536);
  });
});

describe('a message with a personal picture', () => {
  const block = { type: 'personal_picture', design: 'card', text: '{{ first_name }}', alt: 'A card for you' } as const;
  const draft = draftOf({ content: { kind: 'blocks', blocks: [block] } });
  const render = async (first_name: string) => {
    const message = await renderMessage(await compiled(draft), { fields: { first_name }, links });
    if (!message.rendered) throw new Error(message.because);
    return message;
  };

  it('has it inside, and nothing to fetch', async () => {
    const { html, inlinePictures, text } = await render('Ada');
    expect(inlinePictures.map(({ contentId, contentType }) => [contentId, contentType])).toEqual([
      ['personal-1', 'image/png'],
    ]);
    expect(html).toContain('src="cid:personal-1"');
    expect(html).not.toMatch(/src="http/);
    expect(text).toContain('A card for you');
  });

  it('says in words what could not be drawn', async () => {
    const { html, inlinePictures, text } = await render('عبد الرحمن');
    expect(inlinePictures).toEqual([]);
    expect(html).not.toContain('cid:');
    expect(html).toContain('A card for you');
    expect(text).toContain('A card for you');
  });
});
