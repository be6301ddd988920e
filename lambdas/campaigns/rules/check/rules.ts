import type { Finding } from '#contract/campaigns.ts';
import {
  altTexts,
  deadLinks,
  hiddenText,
  honestLinks,
  pictureBalance,
  renders,
  secureLinks,
  securePictures,
  size,
} from './content-rules.ts';
import type { Judged, Rule } from './judged.ts';
import { displayName, headers, lineBreaks, profile, quietTime, replyTo, senderDomain } from './sender-rules.ts';
import { contradictions, discount, explicit, fakeReply, free, shouting, urgency, wordless } from './subject-rules.ts';
import { advertisement, advertisers, plainText, postalAddress, unsubscribeLink } from './ways-out.ts';

/** docs/compliance.md says of each what it looks at and where it comes from. */
const all: readonly Rule[] = [
  senderDomain,
  replyTo,
  displayName,
  profile,
  headers,
  lineBreaks,
  quietTime,
  fakeReply,
  explicit,
  shouting,
  wordless,
  urgency,
  discount,
  free,
  contradictions,
  renders,
  postalAddress,
  unsubscribeLink,
  advertisement,
  advertisers,
  plainText,
  honestLinks,
  secureLinks,
  securePictures,
  deadLinks,
  size,
  altTexts,
  pictureBalance,
  hiddenText,
];

/** What the law and the mailbox providers object to; what blocks comes first. */
export function findingsOf(judged: Judged): Finding[] {
  const found = all.flatMap((rule) => rule(judged));
  return [
    ...found.filter(({ severity }) => severity === 'block'),
    ...found.filter(({ severity }) => severity === 'warn'),
  ];
}
