import { renderToStaticMarkup } from 'preact-render-to-string';
import type { CampaignReport, Outcomes, People } from '#contract/reports.ts';
import { unheardInWords } from '../rules/unheard-in-words.ts';
import { whyHeld } from '../rules/why-held.ts';

/** One file to print or hand on: no script, no font, nothing from anywhere. */
export function reportPage(report: CampaignReport): string {
  const { total, progress } = report;
  const { counts } = total;
  const markup = renderToStaticMarkup(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`Report: ${report.name}`}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <header>
          <p class="soft">Campaign report, {timeOf(report.at)}</p>
          <h1>{report.name}</h1>
          <p>
            “{report.subject}”{report.subjectB !== undefined && <> and “{report.subjectB}”</>}
          </p>
          <p class="soft">
            {report.startedAt ? `Sent from ${timeOf(report.startedAt)}` : 'Not begun'}
            {report.endedAt && ` to ${timeOf(report.endedAt)}`} · {report.state}
          </p>
          {report.held && <p class="bad">Stopped by itself: {whyHeld(report.held)}</p>}
        </header>
        <section class="tiles">
          <Tile
            name="delivered"
            value={number(counts.delivered)}
            note={shareOf(counts.delivered, counts.sent, 'of sent')}
          />
          <Tile name="opened, people" value={about(total.opened)} note={range(total.opened)} />
          <Tile name="clicked, people" value={about(total.clicked)} note={range(total.clicked)} />
          <Tile name="bounced" value={number(counts.bounced)} note={shareOf(counts.bounced, counts.sent, 'of sent')} />
          <Tile
            name="complained"
            value={number(counts.complained)}
            note={shareOf(counts.complained, counts.delivered, 'of delivered')}
          />
        </section>
        <section>
          <h2>From the list to the mailbox</h2>
          <table>
            <Line name="planned" count={progress.planned} of={progress.planned} />
            {Object.entries(progress.leftOut).map(([reason, count]) => (
              <Line name={`left out: ${words(reason)}`} count={count} />
            ))}
            {Object.entries(progress.skipped).map(([reason, count]) => (
              <Line name={`skipped: ${words(reason)}`} count={count} of={progress.planned} />
            ))}
            {Object.entries(progress.failed).map(([reason, count]) => (
              <Line name={`failed: ${words(reason)}`} count={count} of={progress.planned} />
            ))}
            <Line name="not known" count={progress.unknown} of={progress.planned} />
            <Line name="sent" count={progress.sent} of={progress.planned} />
            <Line name={unheardInWords(report)} count={report.unheard.count} of={counts.sent} />
          </table>
        </section>
        {Object.keys(report.variants).length > 0 && (
          <section>
            <h2>The two subjects</h2>
            <OutcomeTable first="subject" rows={Object.entries(report.variants)} />
          </section>
        )}
        <section>
          <h2>Mailbox providers</h2>
          <OutcomeTable first="provider" rows={Object.entries(report.providers)} />
        </section>
        {report.links.length > 0 && (
          <section>
            <h2>Links</h2>
            <table>
              <tr>
                <th>link</th>
                <th class="n">people</th>
                <th class="n">unsure</th>
                <th class="n">machines</th>
              </tr>
              {report.links.map(({ text, href, human, unsure, machine }) => (
                <tr>
                  <td>
                    {text}
                    <br />
                    <span class="soft">{href}</span>
                  </td>
                  <td class="n">{number(human)}</td>
                  <td class="n">{number(unsure)}</td>
                  <td class="n">{number(machine)}</td>
                </tr>
              ))}
            </table>
          </section>
        )}
        {report.hours.length > 0 && (
          <section>
            <h2>Hour by hour (UTC)</h2>
            <Hours hours={report.hours} />
          </section>
        )}
        <footer class="soft">
          <p>
            {number(total.opened.machines)} openings and {number(total.clicked.machines)} clicks of machines are left
            out. Of {number(total.opened.hidden)} people, a privacy service or the moment hides whether they opened:
            they are taken to do as the others did, with 95 % confidence.
          </p>
          <p>SES: {report.sesUsd.toFixed(4)} US dollars.</p>
        </footer>
      </body>
    </html>,
  );
  return `<!doctype html>${markup}`;
}

function Tile({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div class="tile">
      <strong>{value}</strong>
      <span>{name}</span>
      <span class="soft">{note}</span>
    </div>
  );
}

function Line({ name, count, of }: { name: string; count: number; of?: number }) {
  return (
    <tr>
      <td>{name}</td>
      <td class="n">{number(count)}</td>
      <td class="n soft">{of === undefined ? '' : shareOf(count, of, '')}</td>
    </tr>
  );
}

function OutcomeTable({ first, rows }: { first: string; rows: readonly (readonly [string, Outcomes])[] }) {
  return (
    <table>
      <tr>
        <th>{first}</th>
        <th class="n">sent</th>
        <th class="n">delivered</th>
        <th class="n">bounced</th>
        <th class="n">complained</th>
        <th class="n">opened</th>
        <th class="n">clicked</th>
      </tr>
      {rows.map(([name, { counts, opened, clicked }]) => (
        <tr>
          <td>{name}</td>
          <td class="n">{number(counts.sent)}</td>
          <td class="n">{number(counts.delivered)}</td>
          <td class="n">{number(counts.bounced)}</td>
          <td class="n">{number(counts.complained)}</td>
          <td class="n">{about(opened)}</td>
          <td class="n">{about(clicked)}</td>
        </tr>
      ))}
    </table>
  );
}

/** Bars, drawn as SVG: a picture that prints. The first two days say most; later hours are in the CSV. */
function Hours({ hours }: { hours: CampaignReport['hours'] }) {
  const shown = hours.slice(0, mostHours);
  const most = Math.max(1, ...shown.flatMap(({ delivered, opened, clicked }) => [delivered, opened, clicked]));
  const width = 14;
  const tall = 120;
  const bar = (count: number, at: number, kind: string, offset: number) => (
    <rect
      class={kind}
      x={at * width + offset}
      y={tall - (count / most) * tall}
      width={4}
      height={(count / most) * tall}
    />
  );
  return (
    <figure>
      <svg viewBox={`0 0 ${Math.max(10, shown.length) * width} ${tall + 18}`} role="img" aria-label="messages an hour">
        {shown.map(({ delivered, opened, clicked }, at) => [
          bar(delivered, at, 'delivered', 0),
          bar(opened, at, 'opened', 4),
          bar(clicked, at, 'clicked', 8),
        ])}
        {shown.map(({ hour }, at) =>
          at % 6 === 0 ? (
            <text x={at * width} y={tall + 13}>
              {hour.slice(5).replace('T', ' ')}h
            </text>
          ) : null,
        )}
      </svg>
      <figcaption class="soft">
        <span class="key delivered" /> delivered <span class="key opened" /> opened <span class="key clicked" /> clicked
        · highest: {number(most)}
      </figcaption>
    </figure>
  );
}
const mostHours = 48;

const number = (count: number): string => count.toLocaleString('en');
const about = ({ about: most, method }: People): string => (method === 'counted' ? number(most) : `≈ ${number(most)}`);
const range = ({ from, to, method }: People): string =>
  method === 'counted' ? 'counted' : `between ${number(from)} and ${number(to)}`;
const shareOf = (count: number, of: number, what: string): string =>
  of === 0 ? '' : `${((count / of) * 100).toFixed(count / of < 0.01 ? 2 : 1)} % ${what}`.trim();
const words = (reason: string): string => reason.replaceAll('_', ' ');
const timeOf = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

const css = [
  ':root{color-scheme:light dark;--ink:#1c1b1a;--soft:#57534e;--line:#e4e0d8;--paper:#fff;--one:#0b6e99;--two:#c65d00;--three:#57534e;--bad:#a3210f}',
  '@media(prefers-color-scheme:dark){:root{--ink:#e9e6e0;--soft:#b5b0a8;--line:#2b2f33;--paper:#131517;--one:#5cb8e0;--two:#f0a35e;--three:#b5b0a8;--bad:#ff9c8a}}',
  '@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff}section{break-inside:avoid}}',
  'body{margin:0 auto;max-width:52rem;padding:2rem 1rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}',
  'h1{font-size:1.6rem;line-height:1.2;margin:.25rem 0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{margin:.25rem 0}',
  '.soft{color:var(--soft);font-size:.875rem}.bad{color:var(--bad);font-weight:600}',
  '.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem;margin:1.5rem 0}.tile{border-top:3px solid var(--one);padding-top:.5rem}.tile strong{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums}.tile span{display:block}',
  'table{border-collapse:collapse;width:100%}td,th{padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-weight:600;font-size:.875rem}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}',
  'figure{margin:0}svg{width:100%;height:auto;max-height:16rem;border-bottom:1px solid var(--line)}text{font-size:8px;fill:var(--soft)}',
  'rect.delivered,.key.delivered{fill:var(--three);background:var(--three)}rect.opened,.key.opened{fill:var(--one);background:var(--one)}rect.clicked,.key.clicked{fill:var(--two);background:var(--two)}.key{display:inline-block;width:.7em;height:.7em;margin-left:.75em}',
  'footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:1rem}',
].join('');
