import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { acknowledge, acknowledgements } from '#lib/acknowledgements.ts';
import type { Acknowledgement } from '#lib/acknowledgements.ts';
import { euCentral, findingsOf, checkedStacksWith } from '#test/support/synthesised.ts';

const ownDomain = {
  domain: 'news.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0c5b1f1e-0000-4000-8000-000000000000',
};
const needed = new Set<Acknowledgement>();

describe('cdk-nag and the CDK’s own validation', () => {
  it.each([
    ['as it comes', {}],
    ['to be thrown away, behind a web ACL', { throwAway: true, waf: true }],
    ['with everything', { ...ownDomain, waf: true, mfa: 'required', alarmEmail: 'ops@example.com' }],
  ])('find nothing unacknowledged in a deployment %s', (_how, settings) => {
    const made = checkedStacksWith(settings, euCentral);
    const used = acknowledge(Object.values(made.stacks));
    expect(findingsOf(made)).toEqual([]);
    for (const each of used) needed.add(each);
  });

  it('needed every acknowledgement in one of them', () => {
    expect(acknowledgements.filter((each) => !needed.has(each))).toEqual([]);
  });

  it('are heard: a secret that nobody acknowledged is a finding', () => {
    const made = checkedStacksWith();
    new CfnSecret(made.stacks.data, 'Unheard');
    expect(findingsOf(made)).toEqual([expect.stringContaining('SMG4')]);
  });
});

it('each acknowledgement has a reason of some length', () => {
  for (const { reason } of acknowledgements) expect(reason.length).toBeGreaterThan(20);
});
