import * as z from 'zod';
import type { LocalZone } from '#local/zone.mjs';

/** What SES says of a domain that was added while it runs, as far as its records change it. */
const waiting = z.looseObject({
  EmailIdentity: z.string(),
  VerificationStatus: z.literal('PENDING'),
  DkimAttributes: z.looseObject({ Tokens: z.array(z.string()) }),
  MailFromAttributes: z.looseObject({ MailFromDomain: z.string().optional() }),
});

/** Looks for the records of a domain, as SES does: what it found once it takes for good, for it looks again only after days. */
export class Identities {
  private readonly seen = new Set<string>();
  private readonly zone: LocalZone;

  constructor(zone: LocalZone) {
    this.zone = zone;
  }

  /** @param identity as the emulator knows it; one that was deployed is verified, and stays as it is */
  judge(identity: unknown): unknown {
    const parsed = waiting.safeParse(identity);
    if (!parsed.success) return identity;
    const { data } = parsed;
    const signed = this.found(`dkim ${data.EmailIdentity}`, this.signs(data.EmailIdentity, data.DkimAttributes.Tokens));
    const from = data.MailFromAttributes.MailFromDomain;
    const returns = from !== undefined && this.found(`mail from ${from}`, this.takesBounces(from));
    return {
      ...data,
      VerificationStatus: signed ? 'SUCCESS' : 'PENDING',
      VerifiedForSendingStatus: signed,
      DkimAttributes: { ...data.DkimAttributes, SigningEnabled: true, Status: signed ? 'SUCCESS' : 'PENDING' },
      MailFromAttributes: { ...data.MailFromAttributes, MailFromDomainStatus: returns ? 'SUCCESS' : 'PENDING' },
    };
  }

  private found(what: string, now: boolean): boolean {
    if (now) this.seen.add(what);
    return this.seen.has(what);
  }

  private readonly signs = (domain: string, tokens: readonly string[]): boolean =>
    tokens.every((token) =>
      this.zone.find(`${token}._domainkey.${domain}`, 'CNAME').includes(`${token}.dkim.amazonses.com`),
    );

  private readonly takesBounces = (from: string): boolean =>
    this.zone.find(from, 'MX').some((value) => /^\d+ feedback-smtp\.[\w-]+\.amazonses\.com$/.test(value)) &&
    this.zone.find(from, 'TXT').some((value) => value.includes('include:amazonses.com'));
}
