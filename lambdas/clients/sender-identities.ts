import {
  AlreadyExistsException,
  BadRequestException,
  ConcurrentModificationException,
  CreateEmailIdentityCommand,
  CreateTenantResourceAssociationCommand,
  DeleteEmailIdentityCommand,
  DeleteTenantResourceAssociationCommand,
  GetEmailIdentityCommand,
  LimitExceededException,
  NotFoundException,
  PutEmailIdentityMailFromAttributesCommand,
  SESv2Client,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import type { DkimAttributes, GetEmailIdentityCommandOutput } from '@aws-sdk/client-sesv2';
import { setting } from '#lambdas/platform/environment.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { mailFromOf } from './rules/sender-records.ts';
import type { SenderKey } from './rules/sender-records.ts';
import type { SesView } from './rules/sender-status.ts';

/** The identities at SES that are clients' sender domains. */
export interface SenderIdentities {
  /**
   * Makes the identity, with a key of 2048 bits (ML-06) and its own MAIL FROM (ML-08), and ties it to the client's tenant;
   * said twice it is the same.
   * @returns undefined when the account has this identity already, and not from us for this client
   */
  prepare(clientId: string, domain: string): Promise<SenderKey | undefined>;
  /** Never touches one that was not made for this client; said twice it is the same. */
  remove(clientId: string, domain: string): Promise<void>;
}

export interface SenderViews {
  view(clientId: string, domain: string): Promise<SesView>;
}

/** Whose it is. An identity that is verified for something else in this account must not become a client's by being named. */
const ownerTag = 'assent:client';

const defaultZone = 'dkim.amazonses.com';

const sesClient = lazily(() => new SESv2Client({}));

export const sesViews = (ses: () => SESv2Client = sesClient): SenderViews => ({
  async view(clientId, domain) {
    const found = await identityOf(ses(), domain);
    if (!found || !isOf(clientId, found)) return 'gone';
    return {
      verified: found.VerifiedForSendingStatus === true,
      dkim: found.DkimAttributes?.Status ?? 'NOT_STARTED',
      mailFrom: found.MailFromAttributes?.MailFromDomainStatus ?? 'FAILED',
    };
  },
});

export const sesIdentities = (ses: () => SESv2Client = sesClient): SenderIdentities => ({
  prepare: (EmailIdentity, domain) => unlessBusy(() => prepared(ses(), EmailIdentity, domain)),
  remove: (clientId, domain) => unlessBusy(() => removed(ses(), clientId, domain)),
});

async function prepared(ses: SESv2Client, clientId: string, domain: string): Promise<SenderKey | undefined> {
  const dkim = (await made(ses, clientId, domain)) ?? (await existing(ses, clientId, domain));
  if (!dkim) return undefined;
  await ses.send(
    new PutEmailIdentityMailFromAttributesCommand({
      EmailIdentity: domain,
      MailFromDomain: mailFromOf(domain),
      // Mail goes on when the record is lost: still signed, and the next look finds it.
      BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
    }),
  );
  const association = { TenantName: clientId, ResourceArn: arnOf(domain) };
  await except(AlreadyExistsException, ses.send(new CreateTenantResourceAssociationCommand(association)));
  return { tokens: dkim.Tokens ?? [], zone: dkim.SigningHostedZone ?? defaultZone };
}

/** @returns undefined when it is there already */
async function made(ses: SESv2Client, clientId: string, domain: string): Promise<DkimAttributes | undefined> {
  const create = new CreateEmailIdentityCommand({
    EmailIdentity: domain,
    DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
    Tags: [{ Key: ownerTag, Value: clientId }],
  });
  return (await except(AlreadyExistsException, ses.send(create)))?.DkimAttributes;
}

async function existing(ses: SESv2Client, clientId: string, domain: string): Promise<DkimAttributes | undefined> {
  const found = await identityOf(ses, domain);
  return found && isOf(clientId, found) ? found.DkimAttributes : undefined;
}

async function removed(ses: SESv2Client, clientId: string, domain: string): Promise<void> {
  const found = await identityOf(ses, domain);
  if (!found || !isOf(clientId, found)) return;
  const association = { TenantName: clientId, ResourceArn: arnOf(domain) };
  await except(NotFoundException, ses.send(new DeleteTenantResourceAssociationCommand(association)));
  await except(NotFoundException, ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: domain })));
}

const identityOf = (ses: SESv2Client, EmailIdentity: string): Promise<GetEmailIdentityCommandOutput | undefined> =>
  except(NotFoundException, ses.send(new GetEmailIdentityCommand({ EmailIdentity })));

const isOf = (clientId: string, { Tags = [] }: GetEmailIdentityCommandOutput): boolean =>
  Tags.some(({ Key, Value }) => Key === ownerTag && Value === clientId);

/** `IDENTITY_ARNS` is that of any identity: `…:identity/*`. */
const arnOf = (domain: string): string => setting('IDENTITY_ARNS').replace('*', domain);

/** @returns undefined when it failed as expected */
async function except<T>(expected: abstract new (...args: never[]) => Error, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof expected) return undefined;
    throw error;
  }
}

const busy = [TooManyRequestsException, ConcurrentModificationException, LimitExceededException];

async function unlessBusy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (busy.some((each) => cause instanceof each))
      throw new DomainError('unavailable', 'SES does not take this just now; try again in a minute', { cause });
    if (cause instanceof BadRequestException)
      throw new DomainError('invalid_fields', 'SES does not take this domain', {
        cause,
        fields: [{ path: 'domain', message: 'is refused by SES: is it a domain that can have mail?' }],
      });
    throw cause;
  }
}
