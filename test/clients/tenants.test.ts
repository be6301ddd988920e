import { NotFoundException } from '@aws-sdk/client-sesv2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import { suspendByRule } from '#lambdas/clients/suspend-by-rule.ts';
import { sesTenants } from '#lambdas/clients/tenants.ts';
import { harbourBooks } from '#test/support/believable.ts';

const clientId = 'harbourbooks0001';
const arn = `arn:aws:ses:eu-central-1:123456789012:tenant/${clientId}/tn-0123`;

function setup({ made = true } = {}) {
  const calls: unknown[] = [];
  const ses = {
    send({ constructor: { name }, input }: { constructor: { name: string }; input: object }) {
      calls.push([name.replace('Command', ''), input]);
      return name === 'GetTenantCommand' && !made
        ? Promise.reject(new NotFoundException({ $metadata: {}, message: 'as SES says it' }))
        : Promise.resolve({ Tenant: { TenantArn: arn } });
    },
  } as unknown as SESv2Client;
  return { calls, tenants: sesTenants(() => ses) };
}

const put = (SendingStatus: string) => [
  'UpdateReputationEntityCustomerManagedStatus',
  { ReputationEntityType: 'RESOURCE', ReputationEntityReference: arn, SendingStatus },
];

describe('the tenant of a client', () => {
  it('is stopped, and let go on, by the name that SES has for it', async () => {
    const { tenants, calls } = setup();
    await tenants.stop(clientId);
    await tenants.allow(clientId);
    expect([calls[1], calls[3]]).toEqual([put('DISABLED'), put('ENABLED')]);
  });

  it('that was never made cannot be stopped, and need not be', async () => {
    const { tenants, calls } = setup({ made: false });
    await tenants.stop(clientId);
    expect(calls).toEqual([['GetTenant', { TenantName: clientId }]]);
  });
});

describe('a client that a rule suspends', () => {
  it.each([
    ['is stopped at SES too', undefined, []],
    ['is suspended though SES is out of reach, which is in the log', new Error('no answer'), ['no answer']],
  ])('%s', async (_, fails, logged) => {
    const errors: string[] = [];
    const stopped: string[] = [];
    const states: (string | undefined)[] = [];
    const client = { ...harbourBooks, clientId, status: 'approved' } as unknown as Client;
    const suspend = suspendByRule({
      clock: { now: () => '2026-11-24T09:00:00.000Z' },
      ids: { next: () => 'id' },
      log: { info: () => {}, error: (_message, _with, cause) => void errors.push((cause as Error).message) },
      store: {
        find: () => Promise.resolve(client),
        change: (_from, to) => Promise.resolve(states.push(to.status) > 0),
      },
      tenants: {
        stop: (name) => {
          stopped.push(name);
          return fails ? Promise.reject(fails) : Promise.resolve();
        },
      },
    });
    expect(await suspend(clientId, 'twice within a week')).toBe(true);
    expect([states, stopped, errors]).toEqual([['suspended'], [clientId], logged]);
  });
});
