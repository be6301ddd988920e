import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { assentStacks } from '#lib/assent-stage.ts';
import { settingsFrom } from '#lib/settings.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const context: unknown = app.node.tryGetContext('assent');
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
assentStacks(app, 'Assent-', { settings: settingsFrom(context), env });
