import { h } from 'preact';
import type { ComponentChildren, VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { CampaignState } from '#contract/campaigns.ts';
import type { Progress } from '#contract/sending.ts';
import type { Recent } from '../show-campaigns.ts';

export interface CampaignsTable {
  readonly campaigns: readonly Recent[];
  readonly days: number;
  readonly ownArn: string;
  readonly dashboard?: { readonly domain: string; readonly name: string };
}

/** CloudWatch styles what it is given, light and dark: tables and links need nothing of ours. */
export function campaignsTable({ campaigns, days, ownArn, dashboard }: CampaignsTable): string {
  const newestFirst = [...campaigns].sort((one, other) => other.line.updatedAt.localeCompare(one.line.updatedAt));
  if (newestFirst.length === 0)
    return markup(
      <p>
        No campaign in the last {days} days. It will stand here from its first draft on:{' '}
        <code>npx assent campaign create --help</code>
      </p>,
    );
  return markup(
    <div>
      <table>
        <thead>
          <tr>
            <th>Last change (UTC)</th>
            <th>Client</th>
            <th>Campaign</th>
            <th>State</th>
            <th>Client in charts</th>
          </tr>
        </thead>
        <tbody>{newestFirst.map((each) => row(each, ownArn))}</tbody>
      </table>
      {dashboard && (
        <p>
          How their mail arrives:{' '}
          <a href={`${dashboard.domain}/cloudwatch/home#dashboards/dashboard/${dashboard.name}`}>Deliverability</a>
        </p>
      )}
    </div>,
  );
}

const row = ({ brand, line }: Recent, ownArn: string) => (
  <tr>
    <td>{minuteOf(line.updatedAt)}</td>
    <td>{brand}</td>
    <td>
      <a>{line.name}</a>
      {popup(ownArn, { clientId: line.clientId, campaignId: line.campaignId })}
    </td>
    <td>{inWords[line.state]}</td>
    <td>
      <code>{line.clientId}</code>
    </td>
  </tr>
);

/** Belongs to the element before it: a press calls this function again, with these parameters, as the same viewer. */
const popup = (endpoint: string, params: object): ComponentChildren =>
  h('cwdb-action', { action: 'call', display: 'popup', endpoint, event: 'click' }, JSON.stringify(params));

export type Shown = Recent & { readonly progress: Progress };

export function oneCampaign(shown: Shown | undefined): string {
  if (!shown) return markup(<p>This campaign is not among those of the last days any more.</p>);
  const { brand, line, progress } = shown;
  const { planned, leftOut, sent, skipped, failed, unknown } = progress;
  return markup(
    <div>
      <h3>{line.name}</h3>
      <p>
        {brand}: “{line.subject}”
      </p>
      <table>
        <tbody>
          {fact('State', inWords[line.state])}
          {fact('Began', line.startedAt ? minuteOf(line.startedAt) : 'not yet')}
          {fact('Ended', line.endedAt ? minuteOf(line.endedAt) : 'not yet')}
          {fact('People on the list who were to get it', planned)}
          {fact('Left out before', sum(leftOut))}
          {fact('Handed to SES', sent)}
          {fact('Not written to after all', sum(skipped))}
          {fact('Refused by SES', sum(failed))}
          {fact('Nobody knows', unknown)}
        </tbody>
      </table>
      <p>
        <code>
          npx assent campaign show --client {line.clientId} {line.campaignId}
        </code>
      </p>
    </div>,
  );
}

const fact = (name: string, value: ComponentChildren) => (
  <tr>
    <th>{name}</th>
    <td>{value}</td>
  </tr>
);

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

/** `2026-11-25T07:10:11.123Z` → `2026-11-25 07:10` */
const minuteOf = (at: string): string => at.slice(0, 16).replace('T', ' ');

const inWords: Readonly<Record<CampaignState, string>> = {
  draft: 'being written',
  checked: 'checked',
  scheduled: 'scheduled',
  sending: 'is being sent',
  paused: 'paused',
  sent: 'sent',
  cancelled: 'cancelled',
};

const markup = (node: VNode): string => renderToStaticMarkup(node);
