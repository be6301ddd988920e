import type { ComparedCampaign } from '#contract/reports.ts';
import { percent } from '../rules/percent.ts';
import {
  about,
  between,
  dayOf,
  number,
  printed,
  timeOf,
  Verdict,
  worthOfBounces,
  worthOfComplaints,
} from './printed.tsx';
import type { Worth } from './printed.tsx';

/** Campaigns side by side, newest first. */
export const comparisonPage = (campaigns: readonly ComparedCampaign[], at: string): string =>
  printed(
    'Campaigns compared',
    <>
      <header>
        <p class="soft">As of {timeOf(at)}</p>
        <h1>Campaigns compared</h1>
        {campaigns.length === 0 ? (
          <p class="lead">No campaign was sent yet.</p>
        ) : (
          <p class="lead">{inWords(campaigns)}</p>
        )}
      </header>
      {campaigns.length > 0 && (
        <section>
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Campaign</th>
                  {['Sent', 'Delivered', 'Opened', 'Clicked', 'Hard bounces', 'Complaints'].map((head) => (
                    <th scope="col" class="n">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {campaigns.map((campaign) => (
                  <Line {...campaign} most={mostIn(campaigns)} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      <footer class="soft">
        <p>
          Opened and clicked are people, each once; machines are left out. Where a range stands, a privacy service hides
          some of them. Bars compare the campaigns of this page with each other.
        </p>
        <p>
          Hard bounces: fine under 2 % of sent. Complaints: fine under 0.1 % of delivered; providers turn mail away from
          0.3 %.
        </p>
      </footer>
    </>,
  );

interface Most {
  readonly opened: number;
  readonly clicked: number;
}

const mostIn = (campaigns: readonly ComparedCampaign[]): Most => ({
  opened: Math.max(0.000_001, ...campaigns.map(({ total }) => total.shares.opened?.to ?? 0)),
  clicked: Math.max(0.000_001, ...campaigns.map(({ total }) => total.shares.clicked?.to ?? 0)),
});

function Line({ name, subject, startedAt, state, total, planned, most }: ComparedCampaign & { most: Most }) {
  const { counts, shares, opened, clicked } = total;
  return (
    <tr>
      <th scope="row">
        <strong>{name}</strong>
        <span class="soft">“{subject}”</span>
        <span class="soft">
          {dayOf(startedAt)}
          {state !== 'sent' && ` · ${state}`}
        </span>
      </th>
      <td class="n">
        {number(counts.sent)}
        <span class="soft">of {number(planned)}</span>
      </td>
      <td class="n">
        {percent(shares.delivered)}
        <span class="soft">{number(counts.delivered)}</span>
      </td>
      <PeopleCell of={opened} share={shares.opened} most={most.opened} kind="one" />
      <PeopleCell of={clicked} share={shares.clicked} most={most.clicked} kind="two" />
      <td class="n">
        <Judged share={shares.bounced} worth={worthOfBounces(shares.bounced)} />
        <span class="soft">{number(counts.bounced)}</span>
      </td>
      <td class="n">
        <Judged share={shares.complained} worth={worthOfComplaints(shares.complained)} />
        <span class="soft">{number(counts.complained)}</span>
      </td>
    </tr>
  );
}

const words: Readonly<Record<Worth, string>> = { fine: '', look: 'high', bad: 'too high' };
const Judged = ({ share, worth }: { share: number | undefined; worth: Worth }) => (
  <>
    {percent(share)}
    {words[worth] !== '' && (
      <>
        {' '}
        <Verdict worth={worth}>{words[worth]}</Verdict>
      </>
    )}
  </>
);

function PeopleCell({
  of,
  share,
  most,
  kind,
}: {
  of: ComparedCampaign['total']['opened'];
  share: ComparedCampaign['total']['shares']['opened'];
  most: number;
  kind: string;
}) {
  const wide = (part = 0) => `width:${(part / most) * 100}%`;
  return (
    <td class="n">
      {percent(share?.about)}
      <span class="soft">{about(of)}</span>
      {of.method !== 'counted' && <span class="soft">{between(of)}</span>}
      <span class="meter" aria-hidden="true">
        <i class={`${kind} maybe`} style={wide(share?.to)} />
        <i class={kind} style={wide(share?.from)} />
      </span>
    </td>
  );
}

/** What somebody wants to know first: which one people read most. */
function inWords(campaigns: readonly ComparedCampaign[]): string {
  const sent = campaigns.filter(({ total }) => total.counts.delivered > 0);
  const by = (what: 'opened' | 'clicked') =>
    sent.toSorted((one, other) => (other.total.shares[what]?.about ?? 0) - (one.total.shares[what]?.about ?? 0))[0];
  const [opened, clicked] = [by('opened'), by('clicked')];
  if (sent.length < 2 || !opened || !clicked) return 'The figures of each campaign, in one line.';
  const best = (campaign: ComparedCampaign, what: 'opened' | 'clicked') =>
    `“${campaign.name}” (${percent(campaign.total.shares[what]?.about)})`;
  return `Of ${sent.length} campaigns, ${best(opened, 'opened')} was opened by most, ${best(clicked, 'clicked')} was clicked by most.`;
}
