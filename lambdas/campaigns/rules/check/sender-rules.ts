import { isQuiet, localTime } from '../local-time.ts';
import { block, warn } from './judged.ts';
import type { Judged, Rule } from './judged.ts';
import { quietHours } from '#contract/campaigns.ts';
import type { Finding } from '#contract/campaigns.ts';

/** CS-01, ML-21: mail comes from a domain that is the client's own, and that mailbox providers can verify. */
export const senderDomain: Rule = ({ sender, draft }) => {
  const { domain } = draft.from;
  switch (sender) {
    case 'ready':
      return [];
    case 'absent':
      return [
        block(
          'CS-01',
          'from.domain',
          `${domain} is not a sender domain of this client.`,
          `Add ${domain} under senders and set its DNS records, or choose a domain that is there already.`,
        ),
      ];
    case 'waiting':
      return [
        block(
          'ML-21',
          'from.domain',
          `${domain} is not verified yet: some of its DNS records are missing.`,
          'Set the records that are shown under senders, then let them be looked at again.',
        ),
      ];
    case 'broken':
      return [
        block(
          'ML-21',
          'from.domain',
          `${domain} was verified, and one of its DNS records is now gone or wrong.`,
          'Look under senders which record it is, and set it again.',
        ),
      ];
  }
};

/** CS-01: answers reach the client, at an address that is its own. */
export const replyTo: Rule = ({ draft, replyToIsOwn, client }) => {
  const { localPart, replyTo: address } = draft.from;
  if (address === undefined)
    return /^(no|dont|do-not|donot)[._-]?(reply|response)/.test(localPart)
      ? [
          warn(
            'ML-37',
            'from.localPart',
            `Mail comes from "${localPart}@", which tells people that nobody reads their answer.`,
            'Name a Reply-To that somebody reads, or choose another name before the @.',
          ),
        ]
      : [];
  if (replyToIsOwn) return [];
  return [
    block(
      'CS-01',
      'from.replyTo',
      `Answers would go to ${address}, which is on no verified domain of ${client.brand}.`,
      `Use an address on a sender domain that is ready, or ${client.contactAddress} from the profile.`,
    ),
  ];
};

/** CS-01: the name beside the address is the profile's brand. Gmail asks that it is a name and nothing else. */
export const displayName: Rule = ({ client }) => {
  const { brand } = client;
  const fix = 'Ask your operator to write the brand as people know it, letters and spaces alone.';
  if (/@|^\s*(re|fwd?)\s*:/i.test(brand))
    return [block('CS-01', 'client.brand', `The sender's name "${brand}" reads like an address or a subject.`, fix)];
  if (/\p{Extended_Pictographic}/u.test(brand.replaceAll(/[©®™]/g, '')))
    return [warn('CS-01', 'client.brand', `The sender's name "${brand}" has an emoji in it.`, fix)];
  return [];
};

/** CS-04, PR-13: a postal address and a second way to reach whoever sends, before the first campaign. */
export const profile: Rule = ({ client }) => {
  const { street, city } = client.postalAddress;
  const found: Finding[] = [];
  if ([street, city].some((part) => part.trim() === ''))
    found.push(
      block(
        'CS-04',
        'client.postalAddress',
        'The profile has no complete postal address, which every campaign has to show.',
        'Ask your operator to complete street and city in the profile.',
      ),
    );
  if (client.phone === undefined)
    found.push(
      block(
        'PR-13',
        'client.phone',
        'The profile has no telephone number: a second way to reach you beside the postal address is asked for.',
        'Ask your operator to add a telephone number to the profile.',
      ),
    );
  return found;
};

/** ML-02 … ML-04, CS-01: the headers that programs read, as they will be sent. */
export const headers: Rule = ({ headers: sent }) => {
  const value = (name: string): string | undefined =>
    sent.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
  const unsubscribe = [...(value('List-Unsubscribe') ?? '').matchAll(/<([^>]+)>/g)].map(([, uri = '']) => uri);
  const found: Finding[] = [];
  if (unsubscribe.filter(isSecure).length !== 1)
    found.push(
      block(
        'ML-04',
        'headers.List-Unsubscribe',
        'The header that lets mail programs unsubscribe with one tap does not lead to exactly one secure address.',
        'Ask your operator to set the public address of this Assent to one that begins with https://.',
      ),
    );
  if (value('List-Unsubscribe-Post') !== 'List-Unsubscribe=One-Click')
    found.push(
      block(
        'ML-04',
        'headers.List-Unsubscribe-Post',
        'The header that makes unsubscribing one tap is missing.',
        'Tell your operator: Assent adds it to every campaign, and did not here.',
      ),
    );
  if (!/<[A-Za-z0-9._-]+>$/.test(value('List-Id') ?? ''))
    found.push(
      block(
        'ML-03',
        'headers.List-Id',
        'The header that names the list is missing or broken.',
        'Give the list a shorter name without unusual characters.',
      ),
    );
  for (const { name, value: said } of sent)
    if (reserved.has(name.toLowerCase()) || !/^[ -~]{1,870}$/.test(said))
      found.push(
        block(
          'CS-01',
          `headers.${name}`,
          `The header ${name} is not for a campaign to set, or holds what a header cannot.`,
          'Take it out, or shorten the name of the list.',
        ),
      );
  return found;
};

/** SES and the receiving servers say these; said by a sender, they would be false. */
const reserved = new Set(
  'received sender return-path message-id date from to cc bcc subject dkim-signature authentication-results delivered-to'.split(
    ' ',
  ),
);

/** ML-38: a mail at night wakes people, and they stop it. */
export const quietTime: Rule = ({ sendsAt, timeZone }) =>
  timeZone === undefined || !isQuiet(sendsAt, timeZone)
    ? []
    : [
        warn(
          'ML-38',
          quietHours,
          `It goes out at ${localTime(sendsAt, timeZone).slice(11, 16)} by the clock of ${timeZone}, when people sleep.`,
          'Choose a time between 7 and 22 o’clock, unless your people are elsewhere.',
        ),
      ];

/** A subject that could end its header would begin another one. */
export const lineBreaks: Rule = ({ versions }: Judged) =>
  versions
    .filter(({ subject }) => /[\r\n]/.test(subject))
    .slice(0, 1)
    .map(({ of }) => block('CS-01', 'subject', `The subject has a line break in it (${of}).`, 'Write it on one line.'));

/** Encrypted on its way, or never on a network at all: https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy */
export function isSecure(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|.+\.localhost)$/.test(hostname))
  );
}
