import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentOf, contrast, lineOf } from '#lambdas/platform/page/colours.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe("a client's accent, whatever it is", () => {
  it('can be read on: 4.5:1', () => {
    fc.assert(
      fc.property(colour, (accent) => {
        const { background, text } = accentOf(accent);
        expect(contrast(background, text)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it('can be seen as a line on the card of either scheme: 3:1', () => {
    fc.assert(
      fc.property(colour, (accent) => {
        expect(contrast(lineOf(accent, 'light'), '#ffffff')).toBeGreaterThanOrEqual(3);
        expect(contrast(lineOf(accent, 'dark'), '#1a1d20')).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it('stays as it is where that is enough', () => {
    expect(accentOf('#0b6e99').background).toBe('#0b6e99');
    expect(lineOf('#0b6e99', 'light')).toBe('#0b6e99');
  });
});
