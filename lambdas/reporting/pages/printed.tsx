import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { People } from '#contract/reports.ts';

/** One file to print or hand on: no script, no font, nothing from anywhere. */
export const printed = (title: string, children: ComponentChildren): string =>
  `<!doctype html>${renderToStaticMarkup(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>,
  )}`;

export const number = (count: number): string => count.toLocaleString('en');

export const about = ({ about: most, method }: People): string =>
  method === 'counted' ? number(most) : `about ${number(most)}`;
export const between = ({ from, to, method }: People): string =>
  method === 'counted' ? 'counted' : `between ${number(from)} and ${number(to)}`;

/** `24 November 2026, 09:12 UTC` */
export const timeOf = (at: string): string => `${dayOf(at)}, ${at.slice(11, 16)} UTC`;
export const dayOf = (at: string): string =>
  new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** What a share is worth: fine, worth a look, or over a limit, in a word and not by colour alone. */
export type Worth = 'fine' | 'look' | 'bad';
export const Verdict = ({ worth, children }: { worth: Worth; children: ComponentChildren }) => (
  <span class={`verdict ${worth}`}>{children}</span>
);

/** Gmail and Yahoo ask for less than 0.1 %, and turn mail away at 0.3 %. */
export const worthOfComplaints = (share = 0): Worth => (share < 0.001 ? 'fine' : share < 0.003 ? 'look' : 'bad');
/** SES looks into accounts at 5 %, and stops them at 10 %; a list that is well kept stays under 2 %. */
export const worthOfBounces = (share = 0): Worth => (share < 0.02 ? 'fine' : share < 0.05 ? 'look' : 'bad');

const css = [
  ':root{color-scheme:light dark;--ink:#1c1b1a;--soft:#57534e;--line:#e4e0d8;--paper:#fff;--tint:#f6f4ef;--sent:#8a847b;--one:#0b6e99;--two:#b45309;--fine:#2f6b3a;--look:#8a5300;--bad:#a3210f}',
  '@media(prefers-color-scheme:dark){:root{--ink:#e9e6e0;--soft:#b5b0a8;--line:#2f3438;--paper:#131517;--tint:#1b1e21;--sent:#8f8a82;--one:#5cb8e0;--two:#f0a35e;--fine:#8fce9a;--look:#f0b35e;--bad:#ff9c8a}}',
  '*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}main{margin:0 auto;max-width:54rem;padding:2.5rem 1.25rem}',
  'h1{font-size:1.75rem;line-height:1.2;margin:.25rem 0 .5rem;text-wrap:balance}h2{font-size:1.1rem;margin:2.5rem 0 .25rem}h2+p{margin:0 0 .75rem}p{margin:.25rem 0}',
  '.soft{color:var(--soft);font-size:.875rem}.lead{font-size:1.15rem;line-height:1.5;margin:1.25rem 0;max-width:44rem}',
  '.stopped{border-left:4px solid var(--bad);background:var(--tint);padding:.75rem 1rem;margin:1rem 0}',
  '.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1.25rem 1rem;margin:1.5rem 0}.tile{border-top:3px solid var(--line);padding-top:.6rem}.tile.one{border-color:var(--one)}.tile.two{border-color:var(--two)}.tile.sent{border-color:var(--sent)}.tile h3{font-size:.875rem;font-weight:600;margin:0;color:var(--soft)}.tile strong{display:block;font-size:1.7rem;line-height:1.25;font-variant-numeric:tabular-nums}.tile p{margin:0}.tile strong small{font-size:.6em;font-weight:400;color:var(--soft)}',
  '.verdict{font-size:.875rem;font-weight:600}.fine{color:var(--fine)}.look{color:var(--look)}.bad{color:var(--bad)}',
  '.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:left}td,th{padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}thead th{font-weight:600;font-size:.875rem;color:var(--soft);vertical-align:bottom;white-space:nowrap}tbody th{font-weight:400}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;overflow-wrap:normal}td:last-child,th:last-child{padding-right:0}th.k{white-space:nowrap;overflow-wrap:normal}td .soft,th .soft{display:block}',
  '.meter{display:block;width:100%;min-width:6rem;height:.6rem;background:var(--tint);position:relative;margin-top:.35rem}.meter i{position:absolute;inset:0 auto 0 0;background:var(--sent)}.meter .one{background:var(--one)}.meter .two{background:var(--two)}.meter .maybe{opacity:.35}',
  'figure{margin:0 0 1rem;overflow-x:auto}figcaption{font-size:.875rem;color:var(--soft)}svg{display:block;width:100%;min-width:32rem;height:auto}svg text{font-size:9px;fill:var(--soft)}svg line{stroke:var(--line)}.b-sent{fill:var(--sent)}.b-one{fill:var(--one)}.b-two{fill:var(--two)}.key{display:inline-block;width:.7em;height:.7em;margin:0 .3em 0 .9em}.key:first-child{margin-left:0}.k-sent{background:var(--sent)}.k-one{background:var(--one)}.k-two{background:var(--two)}',
  'ul{margin:.25rem 0;padding-left:1.2rem}code{font:.85em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem}',
  '@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#ccc;--paper:#fff;--tint:#f3f3f3;--sent:#8a847b;--one:#0b6e99;--two:#b45309;--fine:#2f6b3a;--look:#8a5300;--bad:#a3210f}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{font-size:11pt}main{max-width:none;padding:0}section,tr,figure{break-inside:avoid}h2{break-after:avoid}@page{margin:16mm}}',
].join('');
