import { App } from 'aws-cdk-lib';
import { AssentStage, settingsFrom } from 'assent';

const app = new App();
new AssentStage(app, 'Newsletters', {
  settings: settingsFrom({ mailFromDomain: 'mail.example.com', alarmEmail: 'mail-team@example.com' }),
  env: { account: '222222222222', region: 'eu-central-1' },
});
