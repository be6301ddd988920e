import { Duration } from 'aws-cdk-lib';
import { Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { mailProviders } from '#contract/figures.ts';
import { sesCount, sesReputation } from '../ses-metrics.ts';
import { inPercent, own, ownBy, ownShareBy } from './own-metrics.ts';
import { asked, blue, figures, grey, limit, orange, plum, runbook, text } from './widgets.ts';

const daily = Duration.days(1);

/** Does mail arrive, at whom, and whose does not? Drawn beside the limits of those who decide. */
export class DeliverabilityDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(14),
      periodOverride: PeriodOverride.INHERIT,
    });
    this.dashboard = dashboard;
    dashboard.addWidgets(
      text(
        `# Deliverability\nDoes mail arrive? **Good:** 98 % and more are delivered, fewer than 2 % bounce, fewer than 0.1 % complain. Gmail and Yahoo ask for less than 0.1 % complaints and take action at 0.3 %; Microsoft gives no figure; SES reviews an account at 5 % bounces or 0.1 % complaints, and stops it at 10 % or 0.5 %. Bad at one provider: it is how they see you. Bad for one client: it is their list. Then ${runbook('reputation')}.`,
        24,
        3,
      ),
    );
    dashboard.addWidgets(
      figures({
        title: 'How did mail do in this time?',
        says: 'Shares of what was answered; SES reports a bounce within minutes, a complaint within days. Only Yahoo, Microsoft and some others report complaints to SES: Gmail does not, and has its own page, Postmaster Tools.',
        metrics: [
          own('MailDelivered', { label: 'delivered', color: blue }),
          inPercent(own('MailDelivered', { statistic: 'Average' }), { label: 'delivered, %', color: blue }),
          inPercent(own('MailBounced', { statistic: 'Average' }), { label: 'bounced, %', color: orange }),
          inPercent(own('MailComplained', { statistic: 'Average' }), { label: 'complained of, %', color: orange }),
        ],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Does mail go out, and arrive?',
        says: 'All mail of the account as SES counts it. **Good:** the lines lie on each other',
        unit: 'messages in a day',
        left: [
          sesCount('Send').with({ label: 'sent', color: blue, period: daily }),
          sesCount('Delivery').with({ label: 'delivered', color: grey, period: daily }),
          sesCount('Reject').with({ label: 'rejected by SES', color: orange, period: daily }),
        ],
      }),
      asked({
        title: 'Does mail bounce?',
        says: `The account as SES judges it, over its own window. **Good:** below 2 %. An alarm rings at 3 %: ${runbook('reputation')}`,
        unit: '% of mail',
        left: [inPercent(sesReputation('BounceRate'), { label: 'bounced', color: blue })],
        limits: [limit(5, 'SES reviews'), limit(10, 'SES stops')],
      }),
      asked({
        title: 'Are people complaining?',
        says: `The account as SES judges it. **Good:** below 0.05 %, where an alarm rings: ${runbook('reputation')}`,
        unit: '% of mail',
        left: [inPercent(sesReputation('ComplaintRate'), { label: 'complained of', color: blue })],
        limits: [limit(0.1, 'SES, Gmail, Yahoo warn'), limit(0.3, 'Gmail, Yahoo act'), limit(0.5, 'SES stops')],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Which provider turns mail away?',
        says: 'Hard bounces by mailbox provider (by MX host). **Good:** all alike and below 2 %: one apart is a block',
        unit: '% of answered',
        left: byProvider('MailBounced'),
        limits: [limit(5, 'SES reviews')],
      }),
      asked({
        title: 'Whose readers complain?',
        says: 'Complaints by mailbox provider. **Good:** below 0.1 %. Gmail never shows here: it tells no single complaint',
        unit: '% of delivered',
        left: byProvider('MailComplained'),
        limits: [limit(0.1, 'Yahoo warns'), limit(0.3, 'Yahoo acts')],
      }),
      asked({
        title: 'Which provider makes mail wait?',
        says: 'Delays by mailbox provider. **Good:** few. Many at one: it holds mail of new or doubtful senders back, send slower',
        unit: 'delays in a day',
        stacked: true,
        left: [ownBy('MailDelayed', 'provider', { period: daily })],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Whose mail bounces?',
        says: `Share of hard bounces by client. **Good:** below 2 %. One apart: their list is old or was not asked. ${runbook('reputation')}`,
        unit: '% of answered',
        left: [ownShareBy('MailBounced', 'client')],
        limits: [limit(5, 'SES reviews')],
      }),
      asked({
        title: 'Whose mail is complained of?',
        says: `Share of complaints by client. **Good:** below 0.1 %. ${runbook('reputation')}`,
        unit: '% of delivered',
        left: [ownShareBy('MailComplained', 'client')],
        limits: [limit(0.1, 'SES, Gmail, Yahoo warn'), limit(0.3, 'Gmail, Yahoo act')],
      }),
      asked({
        title: 'Whose mail arrives?',
        says: 'Delivered messages by client. **Good:** as many as their campaigns have people',
        unit: 'messages in the time shown',
        compared: true,
        left: [ownBy('MailDelivered', 'client')],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Where do readers have their mailboxes?',
        says: 'Delivered messages by mailbox provider: where a block would hurt',
        unit: 'messages in the time shown',
        compared: true,
        left: [ownBy('MailDelivered', 'provider')],
      }),
      asked({
        title: 'Does the list of nobody-may-write grow?',
        says: 'Addresses suppressed, for a hard bounce or a complaint. **Good:** single ones; a jump is an old or bought list',
        unit: 'addresses in a day',
        stacked: true,
        left: [ownBy('AddressesSuppressed', 'reason', { period: daily })],
      }),
      asked({
        title: 'Do people report our mail?',
        says: 'Reports of abuse, by the way they came. **Good:** none. Else `npx assent abuse list`, and `docs/abuse.md`',
        unit: 'reports in a day',
        stacked: true,
        left: [ownBy('AbuseReported', 'way', { period: daily })],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Was a campaign stopped?',
        says: `Campaigns that stopped by themselves, by what was too much of. **Good:** none. Else ${runbook('reputation')}; a person resumes, with a reason`,
        unit: 'campaigns in a day',
        stacked: true,
        left: [ownBy('CampaignHeld', 'what', { period: daily })],
      }),
      asked({
        title: 'Are sender domains in order?',
        says: 'What the daily look at the DNS found, and notices to clients whose domain broke. **Good:** no `broken`',
        unit: 'domains',
        left: [
          ownBy('SenderLooked', 'status', { period: daily }),
          own('SenderBroken', { label: 'broke, told', color: orange, period: daily }),
        ],
      }),
      asked({
        title: 'Does SES say what we understand?',
        says: `Events in a shape that this version does not know; they are parked. **Good:** none. Else ${runbook('dead-letters')}`,
        unit: 'events in a day',
        left: [own('MailEventUnknown', { label: 'not understood', color: orange, period: daily })],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Of which mail was nothing heard?',
        says: `Messages of campaigns, a day after they were sent: SES took them and has not said what became of them. **Good:** none; more than 1 % rings. ${runbook('unheard')}`,
        unit: 'messages in a day',
        width: 16,
        left: [
          own('MailAsked', { label: 'sent', color: grey, period: daily }),
          own('MailUnheard', { label: 'nothing heard', color: orange, period: daily }),
        ],
      }),
      asked({
        title: 'Did SES stop mail?',
        says: `What SES found of a client or the account, and stopped mail or campaigns for. **Good:** nothing. Else ${runbook('reputation')}`,
        unit: 'findings in a day',
        left: [own('MailStoppedBySes', { label: 'found', color: orange, period: daily })],
      }),
    );
  }
}

const coloursOf = [blue, orange, plum, '#3f7f3f', grey];

const byProvider = (name: 'MailBounced' | 'MailComplained') =>
  mailProviders.map((provider, index) =>
    inPercent(own(name, { statistic: 'Average', period: daily }, { provider }), {
      label: provider,
      color: coloursOf[index],
    }),
  );
