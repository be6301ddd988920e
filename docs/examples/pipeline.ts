import { App, Stack } from 'aws-cdk-lib';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { AssentStage, settingsFrom } from 'assent';

const app = new App();
const tools = new Stack(app, 'Tools', { env: { account: '111111111111', region: 'eu-central-1' } });
const pipeline = new CodePipeline(tools, 'Pipeline', {
  crossAccountKeys: true,
  synth: new ShellStep('Synth', {
    input: CodePipelineSource.connection('you/mail', 'main', { connectionArn: 'arn:aws:codeconnections:…' }),
    commands: ['npm ci', 'npx cdk synth'],
  }),
});
pipeline.addStage(
  new AssentStage(app, 'Newsletters', {
    settings: settingsFrom({ mailFromDomain: 'mail.example.com', alarmEmail: 'mail-team@example.com' }),
    env: { account: '222222222222', region: 'eu-central-1' },
  }),
);
