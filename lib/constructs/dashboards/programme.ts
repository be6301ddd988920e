import { Duration } from 'aws-cdk-lib';
import { CustomWidget, Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ServiceFunction } from '../service-function.ts';
import { own, ownBy } from './own-metrics.ts';
import { asked, blue, figures, grey, orange, text } from './widgets.ts';

export interface ProgrammeDashboardProps {
  readonly campaignsWidget: ServiceFunction;
  readonly deliverability: Dashboard;
}

/** What comes of it: people who sign up, confirm, are written to, and leave. */
export class ProgrammeDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { campaignsWidget, deliverability }: ProgrammeDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(30),
      periodOverride: PeriodOverride.INHERIT,
    });
    this.dashboard = dashboard;
    dashboard.addWidgets(
      text(
        '# Programme\nWhat comes of it? **Good:** most who ask also confirm, more come than leave, and campaigns reach about as many people as the lists have. Clients stand in charts by their id; the table of campaigns says whose it is. Figures by form, list and link are in the reports of each client: they are exact, these are for the eye.',
        24,
        3,
      ),
    );
    dashboard.addWidgets(
      figures({
        title: 'What came of it in this time?',
        says: 'Sums of the time that you look at. People reached: messages of campaigns that SES took, so one who gets two letters counts twice.',
        metrics: [
          own('SignUpsRequested', { label: 'asked to sign up', color: grey }),
          own('SignUpsConfirmed', { label: 'confirmed', color: blue }),
          own('SignUpsWithdrawn', { label: 'left', color: orange }),
          own('CampaignsSent', { label: 'campaigns sent', color: blue }),
          own('PeopleReached', { label: 'people reached', color: blue }),
        ],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Do people who ask also confirm?',
        says: 'Sign-ups asked for and confirmed. **Good:** six of ten and more. Far fewer: the mail is late or in spam, or a robot signs up others',
        unit: 'people in a day',
        width: 12,
        left: [
          own('SignUpsRequested', { label: 'asked', color: grey, period: daily }),
          own('SignUpsConfirmed', { label: 'confirmed', color: blue, period: daily }),
        ],
      }),
      asked({
        title: 'Do more come than leave?',
        says: 'Confirmed and withdrawn. **Good:** more blue than orange; a jump of orange after a campaign says that it was not welcome',
        unit: 'people in a day',
        width: 12,
        left: [
          own('SignUpsConfirmed', { label: 'came', color: blue, period: daily }),
          own('SignUpsWithdrawn', { label: 'left', color: orange, period: daily }),
        ],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Whose lists are asked for?',
        says: 'Sign-ups asked for, by client',
        unit: 'people in the time shown',
        compared: true,
        left: [ownBy('SignUpsRequested', 'client')],
      }),
      asked({
        title: 'Whose lists grow?',
        says: 'Confirmed sign-ups, by client',
        unit: 'people in the time shown',
        compared: true,
        left: [ownBy('SignUpsConfirmed', 'client')],
      }),
      asked({
        title: 'Whose readers leave?',
        says: 'Withdrawn, by client. **Good:** below 5 of 1,000 whom a campaign reached',
        unit: 'people in the time shown',
        compared: true,
        left: [ownBy('SignUpsWithdrawn', 'client')],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Who sends?',
        says: 'Campaigns that were sent to their end, by client',
        unit: 'campaigns in the time shown',
        width: 12,
        compared: true,
        left: [ownBy('CampaignsSent', 'client')],
      }),
      asked({
        title: 'How many people do campaigns reach?',
        says: 'Messages of campaigns that SES took, by client, on the day on which the campaign ended',
        unit: 'people in the time shown',
        width: 12,
        compared: true,
        left: [ownBy('PeopleReached', 'client')],
      }),
    );
    dashboard.addWidgets(
      new CustomWidget({
        title: 'Which campaigns were there in the last 30 days?',
        functionArn: campaignsWidget.function.functionArn,
        params: { deliverability: deliverability.dashboardName },
        width: 24,
        height: 9,
        updateOnRefresh: true,
        updateOnResize: false,
        updateOnTimeRangeChange: false,
      }),
    );
    dashboard.addWidgets(
      text(
        'The newest of each client; press a name for its figures. Asked for in your own name: without `lambda:InvokeFunction` on the function the table stays empty (`docs/dashboards.md`).',
        24,
        1,
      ),
    );
  }
}

const daily = Duration.days(1);
