import { AlreadyExistsException, NotFoundException, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { sesIdentities, sesViews } from '#lambdas/clients/sender-identities.ts';

const clientId = 'harbourbooks0001';
const domain = 'mail.harbourbooks.example';
const exception = { $metadata: {}, message: 'as SES says it' };
const key = { tokens: ['one', 'two', 'three'], zone: 'dkim.eu-central-1.example' };

beforeAll(() => {
  process.env.IDENTITY_ARNS = 'arn:aws:ses:eu-central-1:123456789012:identity/*';
});

/** @param tag whose identity the account has already, if any; `other` for one that is not a client's */
function setup(tag?: string) {
  const calls: [string, Record<string, unknown>][] = [];
  const identity = {
    Tags: tag === 'other' ? [] : [{ Key: 'assent:client', Value: tag }],
    VerifiedForSendingStatus: true,
    DkimAttributes: { Status: 'SUCCESS', Tokens: key.tokens, SigningHostedZone: key.zone },
    MailFromAttributes: { MailFromDomainStatus: 'SUCCESS' },
  };
  const ses = {
    send(command: { constructor: { name: string }; input: Record<string, unknown> }) {
      const name = command.constructor.name.replace('Command', '');
      calls.push([name, command.input]);
      if (name === 'CreateEmailIdentity' && tag !== undefined)
        return Promise.reject(new AlreadyExistsException(exception));
      if (name === 'GetEmailIdentity' && tag === undefined) return Promise.reject(new NotFoundException(exception));
      return Promise.resolve(identity);
    },
  } as unknown as SESv2Client;
  return { calls, ses: () => ses, called: () => calls.map(([name]) => name) };
}

describe('an identity for a sender domain', () => {
  it('is made with a key of 2048 bits and a MAIL FROM of its own, tied to the tenant of the client (ML-06, ML-08)', async () => {
    const { ses, calls } = setup();
    expect(await sesIdentities(ses).prepare(clientId, domain)).toEqual(key);
    expect(calls).toEqual([
      [
        'CreateEmailIdentity',
        {
          EmailIdentity: domain,
          DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
          Tags: [{ Key: 'assent:client', Value: clientId }],
        },
      ],
      [
        'PutEmailIdentityMailFromAttributes',
        { EmailIdentity: domain, MailFromDomain: `bounce.${domain}`, BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      ],
      [
        'CreateTenantResourceAssociation',
        { TenantName: clientId, ResourceArn: `arn:aws:ses:eu-central-1:123456789012:identity/${domain}` },
      ],
    ]);
  });

  it('is taken up again when an earlier call ended half-way', async () => {
    const { ses, called } = setup(clientId);
    expect(await sesIdentities(ses).prepare(clientId, domain)).toEqual(key);
    expect(called()).toContain('CreateTenantResourceAssociation');
  });

  it.each(['acmecoffee000001', 'other'])('that is not this client’s is left as it is (CS-01): %s', async (tag) => {
    const { ses, called } = setup(tag);
    expect(await sesIdentities(ses).prepare(clientId, domain)).toBeUndefined();
    await sesIdentities(ses).remove(clientId, domain);
    expect(await sesViews(ses).view(clientId, domain)).toBe('gone');
    expect(new Set(called())).toEqual(new Set(['CreateEmailIdentity', 'GetEmailIdentity']));
  });

  it('goes with its tie to the tenant, which SES wants first', async () => {
    const { ses, called } = setup(clientId);
    await sesIdentities(ses).remove(clientId, domain);
    expect(called()).toEqual(['GetEmailIdentity', 'DeleteTenantResourceAssociation', 'DeleteEmailIdentity']);
  });

  it('that SES has no time for is to be tried again', async () => {
    const busy = { send: () => Promise.reject(new TooManyRequestsException(exception)) } as unknown as SESv2Client;
    await expect(sesIdentities(() => busy).prepare(clientId, domain)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
