import type { CampaignReport } from '#contract/reports.ts';
import { hour as hourMs } from '#lambdas/platform/clock.ts';
import { number } from './printed.tsx';

type Hours = CampaignReport['hours'];

const mostHours = 48;
const width = 14;
const tall = 90;
const left = 34;

/**
 * Bars, drawn as SVG: a picture that prints. Deliveries come at once and are many, so they have a scale of their own. The first two days say
 * most; what comes later is in the CSV.
 */
export function HourChart({ hours }: { hours: Hours }) {
  const shown = filled(hours);
  if (shown.length === 0) return <p>Nothing has arrived yet.</p>;
  return (
    <>
      <p class="soft">
        {shown.length < mostHours ? 'All hours' : 'The first two days'}, in UTC, from {label(shown[0]?.hour ?? '')}.
      </p>
      <figure>
        <Bars shown={shown} kinds={[['delivered', 'b-sent']]} />
        <figcaption>
          <span class="key k-sent" />
          delivered
        </figcaption>
      </figure>
      <figure>
        <Bars
          shown={shown}
          kinds={[
            ['opened', 'b-one'],
            ['clicked', 'b-two'],
          ]}
        />
        <figcaption>
          <span class="key k-one" />
          opened, people and those of whom it is not known
          <span class="key k-two" />
          clicked
        </figcaption>
      </figure>
    </>
  );
}

type Kind = 'delivered' | 'opened' | 'clicked';

function Bars({ shown, kinds }: { shown: Hours; kinds: readonly (readonly [Kind, string])[] }) {
  const most = Math.max(1, ...shown.flatMap((each) => kinds.map(([kind]) => each[kind])));
  const each = (width - 4) / kinds.length;
  const right = left + Math.max(24, shown.length) * width;
  const said = kinds.map(([kind]) => `${kind}: ${number(shown.reduce((sum, of) => sum + of[kind], 0))}`).join(', ');
  return (
    <svg viewBox={`0 0 ${right} ${tall + 26}`} role="img" aria-label={`By hour. ${said}`}>
      {[0, 0.5, 1].map((part) => (
        <>
          <line x1={left} x2={right} y1={8 + tall * (1 - part)} y2={8 + tall * (1 - part)} />
          {(part !== 0.5 || most > 1) && (
            <text x={left - 4} y={11 + tall * (1 - part)} text-anchor="end">
              {number(Math.round(most * part))}
            </text>
          )}
        </>
      ))}
      {shown.map((of, at) =>
        kinds.map(([kind, color], place) => {
          const high = of[kind] === 0 ? 0 : Math.max(1, (of[kind] / most) * tall);
          return (
            <rect
              class={color}
              x={left + at * width + 2 + place * each}
              y={8 + tall - high}
              width={each}
              height={high}
            />
          );
        }),
      )}
      {shown.map(({ hour }, at) =>
        at % 6 === 0 ? (
          <text x={left + at * width + 2} y={tall + 21}>
            {hour.slice(11)}:00
          </text>
        ) : null,
      )}
    </svg>
  );
}

/** Hours in which nothing happened are drawn too: time goes on. */
function filled(hours: Hours): Hours {
  const [first] = hours;
  const last = hours.at(-1);
  if (!first || !last) return [];
  const begin = Date.parse(`${first.hour}:00:00Z`);
  const many = Math.min(mostHours, (Date.parse(`${last.hour}:00:00Z`) - begin) / hourMs + 1);
  const known = new Map(hours.map((of) => [of.hour, of]));
  return Array.from({ length: many }, (_, at) => {
    const hour = new Date(begin + at * hourMs).toISOString().slice(0, 13);
    return known.get(hour) ?? { hour, delivered: 0, opened: 0, clicked: 0 };
  });
}

const label = (hour: string): string =>
  `${new Date(`${hour}:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })}, ${hour.slice(11)}:00`;
