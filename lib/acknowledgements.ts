import { CfnResource, Validations } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { rules } from 'cdk-nag';

/** A finding of cdk-nag that we leave as it is, and why. */
export interface Acknowledgement {
  /** As in `AwsSolutions-SMG4`. */
  readonly rule: string;
  /** What it is about: the path of the resource below its stack. */
  readonly of: RegExp;
  /** Which of several findings, for rules that tell them apart (IAM5). */
  readonly finding?: RegExp;
  readonly reason: string;
}

/** Every finding has its line here; test/lib/nag.test.ts fails for one without, and for a line that nothing needs. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    rule: 'SMG4',
    of: /^AddressSecret\//,
    reason: 'Keys addresses to hashes and seals details: another key would find and open nothing (decision 1)',
  },
  {
    rule: 'SMG4',
    of: /^LinkSecret\//,
    reason: 'Links in mails already sent must go on working: new keys are added beside the old ones, by a person',
  },
  {
    rule: 'SMG4',
    of: /^OriginSecret\//,
    reason: 'The distribution holds it by a dynamic reference, read at deployment: a rotation alone would part the two',
  },
  {
    rule: 'SMG4',
    of: /^WebhookSecret\//,
    reason: 'Signing secrets of endpoints are made from it: another would break the signature that clients verify',
  },
  {
    rule: 'S1',
    of: /^(Answers|Archive|Checkpoints|Exports|Imports|Pictures)\//,
    reason: 'Access to it is in CloudTrail where that is on; a log of its own would hold addresses of those who export',
  },
  {
    rule: 'COG2',
    of: /^Users\//,
    reason: 'One-time codes are offered to all, and required by the setting mfa: the first log-in is made on a console',
  },
  {
    rule: 'COG8',
    of: /^Users\//,
    reason: 'The plus plan keeps addresses and devices of those who sign in, and costs by user; names are made by hand',
  },
  {
    rule: 'APIG4',
    of: /^Api\//,
    reason:
      'The route is for the public: a form, a link of a mail. Which are, the contract says and a test holds to it',
  },
  {
    rule: 'CFR1',
    of: /^Site\/Distribution\//,
    reason: 'People confirm and unsubscribe from wherever they are: no country may be shut out of that',
  },
  {
    rule: 'CFR2',
    of: /^Site\/Distribution\//,
    reason: 'A web ACL is a setting (waf): it costs by month and request, and its own log cannot leave addresses out',
  },
  {
    rule: 'CFR3',
    of: /^Site\/Distribution\//,
    reason: 'Its log would hold the address of everybody who reads a page. The log of the gateway holds none',
  },
  {
    rule: 'CFR4',
    of: /^Site\/Distribution\//,
    reason: 'The certificate of cloudfront.net fixes the policy. With a domain of its own it asks for TLS 1.2',
  },
  {
    rule: 'SQS3',
    of: /DeadLetters\//,
    reason: 'It is a dead-letter queue itself, of a stream: nothing redirects to it that the rule could see',
  },
  {
    rule: 'IAM5',
    of: /Role\/DefaultPolicy\//,
    finding: /^Resource::\*$/,
    reason:
      'Only for actions that know no resource: traces (xray), tenants that are not made yet. The permission table tells',
  },
  {
    rule: 'IAM5',
    of: /^Analysts\/Policy\//,
    finding: /^Resource::\*$/,
    reason:
      'Reading figures, alarms and dashboards: the actions of CloudWatch for it know no resource, or all of one account',
  },
  {
    rule: 'IAM5',
    of: /^Analysts\/Policy\//,
    finding: /(outcomes|answers|table\/\w+)\/\*$/,
    reason: 'Outcomes and answers are files that come into being later; tables are those of one database',
  },
  {
    rule: 'IAM5',
    of: /^(Clients\/clients-operator|Reporting\/fold-figures)\//,
    finding: /:tenant\/\*$/,
    reason: 'A tenant is made for each client when it is taken on, and its name is not known before',
  },
  {
    rule: 'IAM5',
    of: /^(Consent\/(consent-client|write-checkpoint)|Contacts\/(contacts-client|take-in-imports)|Forwarding\/(forwarding-client|write-exports))\//,
    finding: /(Checkpoints|Exports|Imports)[^/]*\/(checkpoints\/|trees\/)?\*$/,
    reason:
      'Objects are named by day, by export or by import, and come into being later: the grant is on their part of the bucket',
  },
  {
    rule: 'IAM5',
    of: /^Reporting\/Archive\/Role\//,
    finding: /Archive[^/]*\/(outcomes|unplaced)\/\*$/,
    reason: 'Firehose names what it writes by day, client and moment: the grant is on the parts that it writes to',
  },
  {
    rule: 'IAM5',
    of: /^Campaigns\/campaigns-client\//,
    finding: /Pictures[^/]*\/(uploads|media)\/\*$/,
    reason: 'Pictures are named by id and by what they show, and come into being later: the grant is on their parts',
  },
  {
    rule: 'IAM5',
    of: /^CampaignLifecycle\/campaigns-lifecycle\//,
    finding: /:schedule\/.*\/\*$/,
    reason: 'A schedule is made for each campaign when a user asks for it: the grant is on those of one group',
  },
  {
    rule: 'IAM5',
    of: /^(Sending\/send-messages|CampaignLifecycle\/campaigns-lifecycle)\//,
    finding: /:identity\/\*$/,
    reason:
      "Sender domains of clients are added while this is deployed: their names are not known. A tenant uses its client's alone",
  },
  {
    rule: 'IAM5',
    of: /^Senders\/(clients-senders|check-senders)\//,
    finding: /:(identity|tenant)\/\*$/,
    reason:
      'Sender domains and tenants of clients come and go while this is deployed. A tag holds each identity to its client',
  },
  {
    rule: 'IAM5',
    of: /^(Consent\/DailyCheckpoint|Contacts\/EveryNight|(Forwarding|Sending|Senders|Reporting)\/Every(Minute|Hour|Morning))\/Role\//,
    finding: /Function\w+\.Arn>:\*$/,
    reason: 'The CDK grants a schedule its function with any version: only versions of this one function',
  },
];

/**
 * Says to cdk-nag what is acknowledged in these stacks, when they are synthesised: only then do references between stacks
 * read as its findings quote them.
 * @returns those that something needed, once synthesised
 */
export function acknowledge(stacks: readonly Stack[]): Set<Acknowledgement> {
  const needed = new Set<Acknowledgement>();
  for (const stack of stacks)
    for (const resource of stack.node.findAll().filter((each) => each instanceof CfnResource)) {
      const path = resource.node.path.slice(stack.node.path.length + 1);
      const about = acknowledgements.filter(({ of }) => of.test(path));
      const validate = () => {
        for (const each of about)
          for (const id of idsOf(each, resource)) {
            Validations.of(resource).acknowledge({ id, reason: each.reason });
            needed.add(each);
          }
        return [];
      };
      if (about.length > 0) resource.node.addValidation({ validate });
    }
  return needed;
}

/** A rule that tells findings apart wants each acknowledged in its own words: those are asked of the rule itself. */
function idsOf({ rule, finding }: Acknowledgement, resource: CfnResource): string[] {
  const id = `AwsSolutions-${rule}`;
  if (finding === undefined) return [id];
  const found = rules.iam.IAMNoWildcardPermissions(resource);
  return Array.isArray(found) ? found.filter((each) => finding.test(each)).map((each) => `${id}[${each}]`) : [];
}
