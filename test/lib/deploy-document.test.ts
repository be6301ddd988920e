import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { euCentral, propertiesOf, templatesWith } from '#test/support/synthesised.ts';

const text = readFileSync('docs/deploy.md', 'utf8').replaceAll(/\s+/g, ' ');

describe('what docs/deploy.md says of costs', () => {
  const said =
    /Idle, about ([\d.]+) US dollars a month: (\d+) alarms \(0\.10 each, and two of them over two figures; (\d+) more with `receiveUnsubscribes`\), (\d+) composite alarm \(0\.50\), (\d+) secrets \(0\.40 each\), (\d+) dashboard/.exec(
      text,
    );
  const [sum, alarms, more, composite, secrets, dashboards] = (said?.slice(1) ?? []).map(Number);
  const rules = Number(/`waf`: 5 a month and 1 for each of (\d+) rules/.exec(text)?.[1]);
  let usual: ReturnType<typeof templatesWith>;
  beforeAll(() => {
    usual = templatesWith();
  });
  const count = (templates: typeof usual, type: string) =>
    Object.values(templates).reduce(
      (total, template) => total + (template ? propertiesOf(template, type).length : 0),
      0,
    );

  it('is what the templates have', () => {
    expect({ alarms, composite, secrets, dashboards }).toEqual({
      alarms: count(usual, 'AWS::CloudWatch::Alarm'),
      composite: count(usual, 'AWS::CloudWatch::CompositeAlarm'),
      secrets: count(usual, 'AWS::SecretsManager::Secret'),
      dashboards: count(usual, 'AWS::CloudWatch::Dashboard'),
    });
    expect(sum).toBeCloseTo(0.1 * (alarms! + 2) + 0.5 * composite! + 0.4 * secrets!, 2);
  });

  it('tells what settings add', () => {
    const both = templatesWith({ receiveUnsubscribes: true, waf: true }, euCentral);
    expect(alarms! + more!).toBe(count(both, 'AWS::CloudWatch::Alarm'));
    const [acl] = propertiesOf(both.edge!, 'AWS::WAFv2::WebACL');
    expect(rules).toBe((acl!.Rules as object[]).length);
  });
});

describe('the examples of docs/deploy.md', () => {
  const blocks = [...readFileSync('docs/deploy.md', 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block);
  const files = readdirSync('docs/examples')
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`docs/examples/${file}`, 'utf8'));

  it('are those of docs/examples, which are compiled with everything else', () => {
    expect(blocks.sort()).toEqual(files.sort());
    expect(files.length).toBeGreaterThan(1);
  });

  it('make an app', async () => {
    await expect(import('../../docs/examples/app.ts')).resolves.toBeDefined();
  });
});
