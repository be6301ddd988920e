import type { Content } from '#contract/campaigns.ts';
import { accentOf, contrast, mixed } from '#lambdas/platform/page/colours.ts';

export type Theme = Extract<Content, { kind: 'blocks' }>['theme'];

/** Below this a text on its paper cannot be read (WCAG 2.2, 1.4.3), and a footer would be hidden (CS-04). */
export const leastContrast = 4.5;

/** Everything that has a colour, in the light or in the dark. */
export interface Palette {
  readonly background: string;
  readonly paper: string;
  readonly ink: string;
  /** Smaller things on paper, and on what is behind it. */
  readonly soft: string;
  readonly softBehind: string;
  readonly line: string;
  readonly link: string;
  readonly button: string;
  readonly onButton: string;
}

export function lightPalette({ background, paper, ink, accent }: Theme): Palette {
  const button = accentOf(accent);
  return {
    background,
    paper,
    ink,
    soft: readable(mixed(ink, paper, 0.4), paper),
    softBehind: readable(mixed(ink, background, 0.4), background),
    line: mixed(ink, paper, 0.86),
    link: readable(accent, paper),
    button: button.background,
    onButton: button.text,
  };
}

/** Our own paper and ink: a client's theme says nothing about the dark, and its accent is lifted until it can be read. */
export function darkPalette(theme: Theme): Palette {
  const [background, paper, ink] = ['#131517', '#1d2023', '#e9e6e0'];
  const button = accentOf(theme.accent);
  return {
    background,
    paper,
    ink,
    soft: '#b5b0a8',
    softBehind: '#b5b0a8',
    line: '#34393e',
    link: readable(theme.accent, paper),
    button: button.background,
    onButton: button.text,
  };
}

/** Moved away from what is behind it until a text of it can be read. */
export function readable(colour: string, behind: string): string {
  const away = contrast('#ffffff', behind) > contrast('#000000', behind) ? '#ffffff' : '#000000';
  for (let share = 0; share < 1; share += 0.05) {
    const moved = mixed(colour, away, share);
    if (contrast(moved, behind) >= leastContrast) return moved;
  }
  return away;
}
