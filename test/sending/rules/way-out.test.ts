import { describe, expect, it } from 'vitest';
import { showsWayOut } from '#lambdas/sending/rules/way-out.ts';

const url = 'https://news.example.com/u/kDq3.abc_-9';
const html = `<p>Hello</p><a href="${url}">Unsubscribe</a>`;
const text = `Hello\n\nUnsubscribe: ${url}`;

describe('whether a message shows its reader the way out (CS-05, ML-20)', () => {
  it.each([
    ['in both parts', { html, text }, true],
    ['at the end of a sentence', { html, text: `To stop, open ${url}.` }, true],
    ['in its HTML alone', { html, text: 'Hello' }, false],
    ['in its text alone', { html: '<p>Hello</p>', text }, false],
    ['of somebody else', { html: html.replaceAll('abc', 'xyz'), text: text.replaceAll('abc', 'xyz') }, false],
    ['cut off', { html: html.replace('-9"', '"'), text }, false],
    ['grown by what follows', { html: html.replace('-9"', '-9000"'), text }, false],
    ['grown once, and whole once', { html: `${html.replace('-9"', '-9000"')}${html}`, text }, true],
  ])('%s', (_, message, shows) => {
    expect(showsWayOut(message, url)).toBe(shows);
  });
});
