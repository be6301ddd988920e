import type { ComponentChildren } from 'preact';
import type { CampaignReport, Outcomes, People } from '#contract/reports.ts';
import { percent } from '../rules/percent.ts';
import { unheardInWords } from '../rules/unheard-in-words.ts';
import { whyHeld } from '../rules/why-held.ts';
import { HourChart } from './hour-chart.tsx';
import { about, between, number, printed, timeOf, Verdict, worthOfBounces, worthOfComplaints } from './printed.tsx';

/** What became of a campaign, from what matters most to what is looked up. */
export const reportPage = (report: CampaignReport): string =>
  printed(
    `Report: ${report.name}`,
    <>
      <Head {...report} />
      <Tiles {...report.total} />
      <Funnel {...report} />
      <Links {...report} />
      <section>
        <h2>Hour by hour</h2>
        <HourChart hours={report.hours} />
      </section>
      {Object.keys(report.variants).length > 0 && <Subjects {...report} />}
      <Providers {...report} />
      <NotSent {...report} />
      <Check {...report} />
      <Cost {...report} />
      <Method {...report.total} />
    </>,
  );

function Head({ at, name, subject, subjectB, startedAt, endedAt, state, held, progress, total }: CampaignReport) {
  const { counts, opened, clicked, shares } = total;
  return (
    <header>
      <p class="soft">Campaign report · as of {timeOf(at)}</p>
      <h1>{name}</h1>
      <p>
        Subject: “{subject}”{subjectB !== undefined && <> and “{subjectB}”</>}
      </p>
      <p class="soft">
        {startedAt ? `Sent ${timeOf(startedAt)}` : 'Not begun'}
        {endedAt && `, done ${timeOf(endedAt)}`} · {state}
      </p>
      {held && (
        <p class="stopped">
          <strong>It was stopped by itself.</strong> {whyHeld(held)}
        </p>
      )}
      {counts.sent > 0 && (
        <p class="lead">
          Of {number(progress.planned)} people it reached {number(counts.delivered)} ({percent(shares.delivered)} of
          what was sent). {sentenceOf(opened)} opened it, {sentenceOf(clicked).toLowerCase()} followed a link.
        </p>
      )}
    </header>
  );
}

const sentenceOf = ({ about: most, from, to, method }: People): string =>
  method === 'counted' ? number(most) : `About ${number(most)} (between ${number(from)} and ${number(to)})`;

function Tiles({ counts, opened, clicked, shares }: Outcomes) {
  const ofDelivered = (share: { readonly about: number } | undefined) =>
    share === undefined ? '' : `${percent(share.about)} of delivered`;
  return (
    <section class="tiles" aria-label="The figures that matter">
      <Tile kind="sent" name="Delivered" value={number(counts.delivered)}>
        <p class="soft">{percent(shares.delivered)} of sent</p>
      </Tile>
      <Tile kind="one" name="People who opened" value={short(opened)}>
        <p class="soft">{ofDelivered(shares.opened)}</p>
        <p class="soft">{between(opened)}</p>
      </Tile>
      <Tile kind="two" name="People who clicked" value={short(clicked)}>
        <p class="soft">{ofDelivered(shares.clicked)}</p>
        <p class="soft">{between(clicked)}</p>
      </Tile>
      <Tile name="Hard bounces" value={number(counts.bounced)}>
        <p class="soft">{percent(shares.bounced)} of sent</p>
        <Verdict worth={worthOfBounces(shares.bounced)}>
          {{ fine: 'fine, under 2 %', look: 'check the list', bad: 'over 5 %' }[worthOfBounces(shares.bounced)]}
        </Verdict>
      </Tile>
      <Tile name="Spam complaints" value={number(counts.complained)}>
        <p class="soft">{percent(shares.complained)} of delivered</p>
        <Verdict worth={worthOfComplaints(shares.complained)}>
          {{ fine: 'fine, under 0.1 %', look: 'over 0.1 %', bad: 'over 0.3 %' }[worthOfComplaints(shares.complained)]}
        </Verdict>
      </Tile>
    </section>
  );
}

const short = (of: People): ComponentChildren =>
  of.method === 'counted' ? (
    number(of.about)
  ) : (
    <>
      <small>about</small> {number(of.about)}
    </>
  );

function Tile({
  name,
  value,
  kind = '',
  children,
}: {
  name: string;
  value: ComponentChildren;
  kind?: string;
  children: ComponentChildren;
}) {
  return (
    <div class={`tile ${kind}`}>
      <h3>{name}</h3>
      <strong>{value}</strong>
      {children}
    </div>
  );
}

/** Each line as wide as its share of who was planned for; what is only likely is paler. */
function Funnel({ progress, total }: CampaignReport) {
  const { counts, opened, clicked } = total;
  const exact = (name: string, count: number) => ({ name, text: number(count), from: count, to: count, kind: '' });
  const guessed = (name: string, of: People, kind: string) => ({
    name,
    text: about(of),
    from: of.from,
    to: of.to,
    kind,
  });
  const rows = [
    exact('Planned', progress.planned),
    exact('Sent', counts.sent),
    exact('Delivered', counts.delivered),
    guessed('Opened', opened, 'one'),
    guessed('Clicked', clicked, 'two'),
  ];
  const wide = (count: number) =>
    `width:${progress.planned === 0 ? 0 : Math.min(100, (count / progress.planned) * 100)}%`;
  return (
    <section>
      <h2>From the list to a click</h2>
      <table>
        <tbody>
          {rows.map(({ name, text, from, to, kind }) => (
            <tr>
              <th scope="row" class="k">
                {name}
              </th>
              <td class="n">{text}</td>
              <td style="width:60%">
                <span class="meter" aria-hidden="true">
                  {to > from && <i class={`${kind} maybe`} style={wide(to)} />}
                  <i class={kind} style={wide(from)} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Links({ links }: CampaignReport) {
  const most = Math.max(1, ...links.map(({ human, unsure }) => human + unsure));
  return (
    <section>
      <h2>What they clicked</h2>
      <p class="soft">People who followed each link, once each. Machines that scan mail are counted apart.</p>
      {links.length === 0 ? (
        <p>The message has no links.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Link</th>
              <th scope="col" class="n">
                People
              </th>
              <th scope="col" class="n">
                Unsure
              </th>
              <th scope="col" class="n">
                Machines
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map(({ text, href, human, unsure, machine }) => (
              <tr>
                <th scope="row">
                  {text}
                  {text !== href && <span class="soft">{href}</span>}
                  <span class="meter" aria-hidden="true">
                    <i class="two maybe" style={`width:${((human + unsure) / most) * 100}%`} />
                    <i class="two" style={`width:${(human / most) * 100}%`} />
                  </span>
                </th>
                <td class="n">{number(human)}</td>
                <td class="n">{number(unsure)}</td>
                <td class="n">{number(machine)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const Subjects = ({ subject, subjectB, variants }: CampaignReport) => (
  <section>
    <h2>The two subjects</h2>
    <OutcomeTable
      first="Subject"
      rows={[
        [`“${subject}”`, variants.a],
        [`“${subjectB ?? ''}”`, variants.b],
      ]}
    />
  </section>
);

const names = {
  google: 'Google',
  microsoft: 'Microsoft',
  yahoo: 'Yahoo',
  apple: 'Apple',
  other: 'All others',
} as const;

const Providers = ({ providers }: CampaignReport) => (
  <section>
    <h2>Where their mailboxes are</h2>
    <p class="soft">One provider that delivers much less than the others is where to look first.</p>
    <OutcomeTable
      first="Provider"
      rows={[
        [names.google, providers.google],
        [names.microsoft, providers.microsoft],
        [names.yahoo, providers.yahoo],
        [names.apple, providers.apple],
        [names.other, providers.other],
      ]}
    />
  </section>
);

function OutcomeTable({ first, rows }: { first: string; rows: readonly (readonly [string, Outcomes | undefined])[] }) {
  const heads = ['Sent', 'Delivered', 'Opened', 'Clicked', 'Bounced', 'Complaints'];
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {heads.map((head) => (
              <th scope="col" class="n">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(
            ([name, of]) =>
              of && (
                <tr>
                  <th scope="row">{name}</th>
                  <td class="n">{number(of.counts.sent)}</td>
                  <Both count={number(of.counts.delivered)} share={of.shares.delivered} />
                  <Both count={about(of.opened)} share={of.shares.opened?.about} />
                  <Both count={about(of.clicked)} share={of.shares.clicked?.about} />
                  <Both count={number(of.counts.bounced)} share={of.shares.bounced} />
                  <Both count={number(of.counts.complained)} share={of.shares.complained} />
                </tr>
              ),
          )}
        </tbody>
      </table>
    </div>
  );
}

const Both = ({ count, share }: { count: string; share: number | undefined }) => (
  <td class="n">
    {count}
    <span class="soft">{percent(share)}</span>
  </td>
);

/** Whom the list has, and who got nothing or whose mail did not arrive. */
function NotSent(report: CampaignReport) {
  const { notSent, progress, total, unheard } = report;
  const { counts } = total;
  const rows: (readonly [string, string, number])[] = [
    ...notSent.map(({ inWords, when, count }) => [inWords, whenWords[when], count] as const),
    ['nobody knows whether SES has it', 'not known', progress.unknown],
    ['their mailbox does not exist', 'bounced', counts.bounced],
    ['their mailbox is full, or not reachable', 'bounced for now', counts.softBounced],
    ['SES has it, and has not said what became of it', unheardInWords(report), unheard.count],
    ['SES had the address on a list', 'suppressed', counts.suppressed],
    ['SES holds the address to be wrong', 'invalid', counts.invalid],
    ['SES found a virus', 'rejected', counts.rejected],
    ['SES could not make a message of it', 'failed', counts.failed],
  ];
  const some = rows.filter(([, , count]) => count > 0).sort(([, , one], [, , other]) => other - one);
  return (
    <section>
      <h2>Whom it did not reach, and why</h2>
      {some.length === 0 ? (
        <p>It reached everybody.</p>
      ) : (
        <table>
          <tbody>
            {some.map(([why, what, count]) => (
              <tr>
                <th scope="row">{capital(why)}</th>
                <td class="soft">{what}</td>
                <td class="n">{number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
const whenWords = { left_out: 'never planned', skipped: 'skipped', failed: 'failed' } as const;
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** That it was lawful, for whoever asks later. */
function Check({ compliance }: CampaignReport) {
  if (!compliance)
    return (
      <section>
        <h2>Checked by law and mailbox rules</h2>
        <p>It was not checked yet.</p>
      </section>
    );
  const { findings, overrides, checkedAt, contentHash } = compliance;
  return (
    <section>
      <h2>Checked by law and mailbox rules</h2>
      <p class="soft">
        {timeOf(checkedAt)}. What was checked is what was sent: <code>{contentHash}</code>
      </p>
      {findings.length === 0 ? (
        <p>
          <Verdict worth="fine">nothing was found</Verdict>
        </p>
      ) : (
        <table>
          <tbody>
            {findings.map(({ rule, where, message, severity }) => {
              const taken = overrides.find((each) => each.rule === rule && each.where === where);
              return (
                <tr>
                  <th scope="row" class="k">
                    {rule}
                    <span class="soft">{where}</span>
                  </th>
                  <td>
                    {message}
                    {taken && (
                      <span class="soft">
                        Taken by {taken.by} on {timeOf(taken.at)}: “{taken.reason}”
                      </span>
                    )}
                  </td>
                  <td class="n">
                    <Verdict worth={severity === 'block' ? 'bad' : taken ? 'fine' : 'look'}>
                      {severity === 'block' ? 'blocks' : taken ? 'taken' : 'warning'}
                    </Verdict>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

const Cost = ({ cost, progress }: CampaignReport) => (
  <section>
    <h2>What sending it cost</h2>
    <p>
      <strong>{dollars(cost.usd)}</strong> for {number(progress.sent)} messages, at 0.10 US dollars a thousand
      {cost.picturesUsd > 0 && <>; about {dollars(cost.picturesUsd)} of it for the pictures inside them</>}.
    </p>
    <p class="soft">
      This is the fee of Amazon SES. Not in it: taxes, a free tier, and what AWS charges for everything around it.
    </p>
  </section>
);
const dollars = (usd: number): string => (usd > 0 && usd < 0.005 ? 'less than a cent' : `${usd.toFixed(2)} US dollars`);

const Method = ({ opened, clicked }: Outcomes) => (
  <footer class="soft">
    <p>
      Left out: {number(opened.machines)} openings and {number(clicked.machines)} clicks that machines alone made.
      {opened.hidden > 0 && (
        <>
          {' '}
          Of {number(opened.hidden)} people a privacy service, or the moment, hides whether they opened; they are taken
          to do as the others did, which is why a range is given. It holds with 95 % confidence.
        </>
      )}{' '}
      Counts without a range are exact.
    </p>
  </footer>
);
