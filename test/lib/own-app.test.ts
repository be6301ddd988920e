import { App } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { AssentStage, settingsFrom } from '#lib/index.ts';
import { euCentral, propertiesOf, templatesWith } from '#test/support/synthesised.ts';

describe('AssentStage', () => {
  it('puts an Assent into an app of one’s own, in another region, with nothing in us-east-1', () => {
    const app = new App();
    const settings = settingsFrom({ mailFromDomain: 'mail.example.com' });
    const stage = new AssentStage(app, 'Newsletters', { settings, env: euCentral });
    const { stacks } = stage.synth();
    expect(stacks.map(({ stackName }) => stackName).sort()).toEqual([
      'Newsletters-Data',
      'Newsletters-Insight',
      'Newsletters-Mail',
      'Newsletters-Service',
    ]);
    for (const stack of stacks) {
      expect(stack.environment.region).toBe('eu-central-1');
      expect(JSON.stringify(stack.template)).not.toContain('us-east-1');
    }
  });

  it('names nothing: two in one account do not meet', () => {
    const [one, two] = ['One', 'Two'].map((id) => {
      const settings = settingsFrom({ mailFromDomain: 'mail.example.com' });
      const { stacks } = new AssentStage(new App(), id, { settings, env: euCentral });
      return Object.values(stacks).flatMap(namesIn);
    });
    expect(one!.filter((name) => two!.includes(name))).toEqual([]);
  });
});

/** Their names are labels: each is told apart by its id. */
const labelled = /::ApiGateway|::Athena::NamedQuery/;

/** Names that are written out in a template and have to be one of a kind in an account: not labels, not figures. */
function namesIn(stack: Stack): string[] {
  const { Resources } = Template.fromStack(stack).toJSON() as {
    Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  };
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([key, value]) => key.endsWith('Name') && typeof value === 'string')
      .filter(([key]) => !/^(Metric|Policy|Group)Name$/.test(key) && !labelled.test(Type))
      .map(([key, value]) => `${Type}.${key}=${String(value)}`),
  );
}

describe('waf', () => {
  let behindIt: ReturnType<typeof templatesWith>;
  beforeAll(() => {
    behindIt = templatesWith({ waf: true }, euCentral);
  });

  it('is a web ACL in us-east-1, of which the distribution is told wherever it is', () => {
    behindIt.edge!.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    behindIt.service.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: { 'Fn::GetStackOutput': { Region: 'us-east-1' } } },
    });
  });

  it('keeps no address, and keeps its hands off the link of RFC 8058', () => {
    behindIt.edge!.resourceCountIs('AWS::WAFv2::LoggingConfiguration', 0);
    const [acl] = propertiesOf(behindIt.edge!, 'AWS::WAFv2::WebACL');
    expect(JSON.stringify(acl)).not.toContain('"SampledRequestsEnabled":true');
    for (const rule of acl!.Rules as object[]) expect(JSON.stringify(rule)).toContain('"SearchString":"/u/"');
  });

  it('asks for the region, without which nothing can refer to it', () => {
    expect(() => templatesWith({ waf: true })).toThrow('waf needs env.region');
  });
});

describe('a domain of one’s own', () => {
  it('leads to the distribution, with TLS 1.2 or newer, HTTP/3 and IPv6', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0c5b1f1e-0000-4000-8000-000000000000';
    const { service } = templatesWith({ domain: 'news.example.com', certificateArn });
    service.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['news.example.com'],
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
      },
    });
    service.hasOutput('PublicUrl', { Value: 'https://news.example.com' });
  });
});
