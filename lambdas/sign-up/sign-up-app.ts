import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { publicPorts } from '#lambdas/platform/api-ports.ts';
import { second, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkTokens } from '#lambdas/platform/link-tokens.ts';
import { remembering } from '#lambdas/platform/remembering.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret, linkSecret } from '#lambdas/platform/secrets.ts';
import { admitter } from './admission.ts';
import type { Admission, WhyNot } from './admission.ts';
import { formsStore } from './forms-store.ts';
import type { FormsStore, PublishedForm } from './forms-store.ts';
import { dnsResolver, mailDomains } from './mail-domains.ts';
import type { MailDomains } from './mail-domains.ts';
import { pageStamps } from './page-stamps.ts';
import type { PageStamps } from './page-stamps.ts';
import { proofOfWork } from './proof-of-work.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import type { ProofOfWorkMode } from './rules/abuse-score.ts';

/** What a sign-up is done with. */
export interface SignUpApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  /** A form that serves; `open` is false when it is closed or its client suspended. Up to half a minute old. */
  readonly serving: (formId: string, afresh?: boolean) => Promise<ServingForm | undefined>;
  readonly standings: StandingStore;
  readonly admit: (admission: Admission) => Promise<'admitted' | WhyNot>;
  readonly mailDomains: MailDomains;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether odd sign-ups have to prove work. */
  readonly mode: () => ProofOfWorkMode;
  readonly secrets: () => Promise<SignUpSecrets>;
}

export interface ServingForm {
  readonly published: PublishedForm;
  readonly open: boolean;
}

export interface SignUpSecrets {
  readonly keys: AddressKeys;
  readonly sealer: Sealer;
  readonly links: LinkTokens;
  readonly stamps: PageStamps;
  readonly proofs: ProofOfWork;
}

export const signUpSecrets = lazilyAsync(async (): Promise<SignUpSecrets> => {
  const [address, link] = await Promise.all([addressSecret(), linkSecret()]);
  return {
    keys: addressKeys(address),
    sealer: sealer(address),
    links: linkTokens(linkKeys(link)),
    stamps: pageStamps(address),
    proofs: proofOfWork(address),
  };
});

export const signUpApp = lazily((): SignUpApp => ({
  api: publicPorts(),
  clock: systemClock,
  ids: randomIds,
  serving: servingForms(formsStore(documentClient()), systemClock),
  standings: standingStore(documentClient()),
  admit: admitter(documentClient()),
  pause: (ms) => setTimeout(ms),
  mailDomains: mailDomains(
    lazily(() => dnsResolver(optionalSetting('DNS_SERVERS')?.split(',') ?? [])),
    systemClock,
  ),
  mode: lazily(() => z.enum(['on', 'off', 'always']).parse(setting('PROOF_OF_WORK'))),
  secrets: signUpSecrets,
}));

/** A sign-up costs no read for its form while one is remembered. */
const servingForms = (forms: FormsStore, clock: Clock) =>
  remembering(
    async (formId): Promise<ServingForm | undefined> => {
      const published = await forms.published(formId);
      if (!published) return undefined;
      const client = await forms.client(published.form.clientId);
      return { published, open: published.form.status === 'published' && client?.status === 'approved' };
    },
    clock,
    { forMs: 30 * second, most: 500 },
  );
