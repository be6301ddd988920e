import { App, Validations } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { assentStacks } from '#lib/assent-stage.ts';
import { settingsFrom } from '#lib/settings.ts';
import cdkJson from '../../cdk.json' with { type: 'json' };

export const euCentral: Environment = { account: '123456789012', region: 'eu-central-1' };

const stacksIn = (app: App, settings: object, env?: Environment) =>
  assentStacks(app, '', { settings: settingsFrom({ mailFromDomain: 'mail.example.com', ...settings }), env });

/** The stacks with these settings in an app as bin/app.ts makes it, to be checked as it checks them. */
export function checkedStacksWith(settings: object = {}, env?: Environment) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'assent-synth-'));
  const app = new App({ outdir, context: cdkJson.context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, outdir, stacks: stacksIn(app, settings, env) };
}

export function templatesWith(settings: object = {}, env?: Environment) {
  const stacks = stacksIn(new App(), settings, env);
  return {
    data: Template.fromStack(stacks.data),
    mail: Template.fromStack(stacks.mail),
    service: Template.fromStack(stacks.service),
    insight: Template.fromStack(stacks.insight),
    edge: stacks.edge && Template.fromStack(stacks.edge),
  };
}

export const propertiesOf = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map(
    (resource) => (resource as { Properties: Record<string, unknown> }).Properties,
  );

const report = z.object({
  pluginReports: z.array(
    z.object({
      violations: z.array(
        z.object({
          ruleName: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })).optional(),
        }),
      ),
    }),
  ),
});

/** What cdk-nag and the CDK's own validation have to say, a line each. */
export function findingsOf({ app, outdir }: ReturnType<typeof checkedStacksWith>): string[] {
  try {
    app.synth();
  } catch (error) {
    if (!String(error).startsWith('ValidationFailed')) throw error;
  }
  const written: unknown = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
  return report
    .parse(written)
    .pluginReports.flatMap(({ violations }) =>
      violations.map(
        ({ ruleName, violatingConstructs = [] }) =>
          `${ruleName} at ${violatingConstructs.map(({ constructPath }) => constructPath ?? '?').join(', ')}`,
      ),
    );
}
