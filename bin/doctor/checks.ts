import { stackKinds } from '../deployed.ts';
import { dmarcOf } from '#lambdas/clients/rules/dmarc.ts';
import { nothingDeployed } from './facts.ts';
import type { Records } from './dns.ts';
import type { Account, ConfigurationSet, Fact, Facts, Identity, Pool } from './facts.ts';

export interface Finding {
  /** `look`: works, and could be better, or could not be found out. `missing`: does not work yet. */
  readonly state: 'fine' | 'look' | 'missing';
  readonly about: string;
  readonly says: string;
  readonly todo?: string;
}

type Check = (facts: Facts) => Finding[];

const fine = (about: string, says: string): Finding => ({ state: 'fine', about, says });
const look = (about: string, says: string, todo?: string): Finding => ({
  state: 'look',
  about,
  says,
  ...(todo !== undefined && { todo }),
});
const missing = (about: string, says: string, todo: string): Finding => ({ state: 'missing', about, says, todo });
const unknown = (about: string, because: string): Finding => look(about, `could not be looked up: ${because}`);

/** `NOT_STARTED` → `not started` */
const inWords = (status: string): string => status.toLowerCase().replaceAll('_', ' ');

/** Judges a fact if it is known, and says so if it is not. */
function when<T>(about: string, fact: Fact<T>, judge: (value: T) => Finding[]): Finding[] {
  if (fact.known) return judge(fact.value);
  return fact.because === nothingDeployed ? [] : [unknown(about, fact.because)];
}

const credentials: Check = ({ caller, region }) => {
  if (region === undefined)
    return [missing('region', 'not set', 'set AWS_REGION to where Assent is, or is to be, deployed')];
  return [
    caller.known
      ? fine('credentials', caller.value.arn)
      : missing('credentials', caller.because, 'sign in to AWS in this shell, or set AWS_PROFILE'),
    fine('region', region),
  ];
};

/** What our templates ask of the bootstrap stack, by way of their synthesizer. */
const oldestBootstrap = 6;

const bootstrap: Check = (facts) =>
  when('cdk bootstrap', facts.bootstrap, (version) => [
    version === undefined
      ? missing('cdk bootstrap', 'not done in this region', 'npx cdk bootstrap')
      : version < oldestBootstrap
        ? missing('cdk bootstrap', `version ${version} is too old`, 'npx cdk bootstrap')
        : fine('cdk bootstrap', `version ${version}`),
  ]);

const stacks: Check = ({ deployed, prefix }) =>
  when('stacks', deployed, (found) =>
    stackKinds.map((kind) => {
      const stack = found[kind];
      if (!stack) return missing(`${prefix}${kind}`, 'not deployed', 'npx cdk deploy --all');
      return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status)
        ? fine(stack.name, stack.status)
        : missing(stack.name, stack.status, 'look at its events in CloudFormation, then npx cdk deploy --all');
    }),
  );

const pages: Check = ({ pages: answer }) =>
  when('public pages', answer, (status) => [
    status < 500
      ? fine('public pages', 'answer')
      : missing('public pages', `answer with ${status}`, 'docs/runbooks/api.md'),
  ]);

const identity: Check = (facts) =>
  when('sending domain', facts.identity, (found) => [
    found.verified
      ? fine('sending domain', `${facts.domain ?? ''} is verified`)
      : missing('sending domain', 'not verified by SES yet', 'set the DKIM records; SES looks for them for 72 hours'),
    dkimOf(facts, found),
    mailFromOf(facts, found),
  ]);

function dkimOf({ deployed }: Facts, { dkim }: Identity): Finding {
  if (dkim === 'SUCCESS') return fine('DKIM', 'mail is signed');
  const outputs = deployed.known ? (deployed.value.Mail?.outputs ?? {}) : {};
  const records = ['Dkim1', 'Dkim2', 'Dkim3'].flatMap((key) => outputs[key] ?? []);
  const todo = ['set these records', ...records].join('\n');
  return missing('DKIM', dkim === 'PENDING' ? 'SES has not seen the records yet' : inWords(dkim), todo);
}

function mailFromOf({ deployed }: Facts, { mailFromDomain, mailFromStatus }: Identity): Finding {
  const outputs = deployed.known ? (deployed.value.Mail?.outputs ?? {}) : {};
  const records = ['MailFromMx', 'MailFromSpf'].flatMap((key) => outputs[key] ?? []);
  const todo = ['set these records', ...records].join('\n');
  if (mailFromDomain === undefined) return missing('MAIL FROM', 'not set', 'npx cdk deploy --all');
  if (mailFromStatus === 'SUCCESS') return fine('MAIL FROM', mailFromDomain);
  if (mailFromStatus === undefined) return unknown('MAIL FROM', `SES does not say how ${mailFromDomain} stands`);
  return missing('MAIL FROM', `${mailFromDomain} is ${inWords(mailFromStatus)}`, todo);
}

const bounceRecords: Check = ({ domain, region, bounceRecords: { mx, txt } }) =>
  domain === undefined
    ? []
    : [
        ofRecords(
          'MX record',
          mx,
          `bounce.${domain} MX 10 feedback-smtp.${region ?? 'REGION'}.amazonses.com`,
          (records) =>
            records.length > 1
              ? `there are ${records.length}, and SES takes one only`
              : records[0]?.endsWith(`feedback-smtp.${region ?? ''}.amazonses.com`)
                ? undefined
                : `leads to ${records[0] ?? ''}`,
        ),
        ofRecords('SPF record', txt, `bounce.${domain} TXT "v=spf1 include:amazonses.com ~all"`, (records) => {
          const spf = records.filter((record) => /^v=spf1( |$)/i.test(record));
          if (spf.length !== 1) return `there are ${spf.length}, and there has to be one (RFC 7208)`;
          return / include:amazonses\.com( |$)/i.test(spf[0] ?? '') ? undefined : 'does not include amazonses.com';
        }),
      ];

function ofRecords(
  about: string,
  found: Records,
  wanted: string,
  fault: (records: readonly string[]) => string | undefined,
): Finding {
  if (found.answer === 'unknown') return unknown(about, found.because);
  const wrong = found.answer === 'none' ? 'there is none' : fault(found.records);
  return wrong === undefined ? fine(about, 'in place') : missing(about, wrong, `set ${wanted}`);
}

const dmarc: Check = ({ domain, dmarcRecords }) => {
  if (domain === undefined) return [];
  const todo = `set _dmarc.${domain} TXT "v=DMARC1; p=none; rua=mailto:dmarc@${domain}"`;
  for (const [index, { name, txt }] of dmarcRecords.entries()) {
    if (txt.answer === 'unknown') return [unknown('DMARC record', txt.because)];
    const policies = txt.answer === 'none' ? [] : txt.records.flatMap((record) => dmarcOf(record) ?? []);
    if (policies.length > 1)
      return [
        missing('DMARC record', `there are ${policies.length} at ${name}, and receivers then heed none`, 'leave one'),
      ];
    const [found] = policies;
    if (!found) continue;
    const policy = index === 0 ? found.policy : found.subdomainPolicy;
    const says = `p=${policy} at ${name}`;
    if (policy === 'none' || found.testing)
      return [
        look(
          'DMARC record',
          `${says}: forged mail is let through`,
          'once reports show only your own mail, ask for quarantine, then reject',
        ),
      ];
    return [
      found.reportsTo === undefined
        ? look('DMARC record', says, 'add rua=mailto:… to see who sends in your name')
        : fine('DMARC record', says),
    ];
  }
  return [missing('DMARC record', 'there is none: Gmail, Yahoo and Microsoft want one', todo)];
};

const wanted = ['BOUNCE', 'COMPLAINT'];
const lacksSuppression = (reasons: readonly string[]): boolean => wanted.some((reason) => !reasons.includes(reason));

const account: Check = (facts) =>
  when('SES account', facts.account, (found) => [
    found.production
      ? fine('SES sandbox', 'left')
      : missing(
          'SES sandbox',
          'mail goes to addresses that you verified, and to nobody else',
          'ask AWS for production access (docs/deploy.md says what to write)',
        ),
    !found.sending
      ? missing(
          'SES sending',
          'switched off for this account',
          'docs/runbooks/reputation.md, or: aws sesv2 put-account-sending-attributes --sending-enabled',
        )
      : found.health === 'HEALTHY'
        ? fine('SES sending', 'on')
        : missing(
            'SES sending',
            `the account is ${inWords(found.health)}`,
            'answer the review in the SES console; docs/runbooks/reputation.md',
          ),
    quotaOf(found),
    lacksSuppression(found.suppresses)
      ? look(
          'SES suppression',
          'the account does not suppress bounces and complaints; our configuration sets do',
          'aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT',
        )
      : fine('SES suppression', 'bounces and complaints'),
  ]);

function quotaOf({ mostADay, mostASecond, sentToday }: Account): Finding {
  const says = `${mostADay} a day, ${mostASecond} a second; ${sentToday} in the last day`;
  if (mostADay === -1) return fine('SES quota', `no limit a day, ${mostASecond} a second`);
  return sentToday > 0.8 * mostADay
    ? look('SES quota', says, 'ask for more (Service Quotas, Amazon SES, "Sending quota")')
    : fine('SES quota', says);
}

const configurationSets: Check = (facts) =>
  when('configuration sets', facts.configurationSets, (sets) =>
    sets.flatMap((set) => {
      const faults = faultsOf(set);
      const about = `set ${set.name.replace(/[0-9A-F]{8}-\w+$/, '')}`;
      return faults.length === 0
        ? [fine(about, 'sends, suppresses, reports')]
        : [missing(about, faults.join('; '), 'npx cdk deploy --all')];
    }),
  );

function faultsOf({ sending, suppresses, destinations }: ConfigurationSet): string[] {
  const reports = (kind: string, events: readonly string[]) =>
    destinations.some((each) => each.kind === kind && events.every((event) => each.events.includes(event)));
  return [
    ...(sending ? [] : ['sending is off']),
    ...(lacksSuppression(suppresses) ? ['does not suppress bounces and complaints'] : []),
    ...(reports('EventBridge', ['DELIVERY']) ? [] : ['does not report deliveries to EventBridge']),
    ...(reports('SNS', wanted) ? [] : ['does not report bounces and complaints to SNS']),
  ];
}

const people: Check = (facts) =>
  when('sign-in', facts.pool, (pool) => [
    signInOf(pool),
    pool.operators > 0
      ? fine('operators', `${pool.operators}${pool.operators === 60 ? ' or more' : ''}`)
      : missing('operators', 'nobody can sign in yet', 'npx assent operator add your.name --name "Your Name"'),
    ...(pool.protected
      ? []
      : [look('users', 'go with the stack (throwAway)', 'for more than a trial, deploy without throwAway')]),
  ]);

const signInOf = ({ madeByAdminsOnly, codes, passwordLength }: Pool): Finding =>
  madeByAdminsOnly && codes !== 'OFF' && passwordLength >= 14
    ? fine('sign-in', `made by operators only, codes ${codes.toLowerCase()}, passwords of ${passwordLength}`)
    : missing('sign-in', 'the user pool was changed by hand', 'npx cdk deploy --all');

const alarms: Check = (facts) =>
  when('alarms', facts.alarms, ({ told, asked }) => [
    told > 0
      ? fine('alarms', `reach ${told}`)
      : asked > 0
        ? missing('alarms', 'reach nobody yet', 'press the link in the mail that AWS sent to alarmEmail')
        : missing(
            'alarms',
            'reach nobody',
            'set alarmEmail and deploy, or subscribe to the topic (output AlarmTopicArn)',
          ),
  ]);

/** In the order in which they are mended. Without credentials and region the others would only say so again. */
export function findingsOf(facts: Facts): Finding[] {
  const checks: readonly Check[] =
    facts.caller.known && facts.region !== undefined
      ? [
          credentials,
          bootstrap,
          stacks,
          pages,
          identity,
          bounceRecords,
          dmarc,
          account,
          configurationSets,
          people,
          alarms,
        ]
      : [credentials];
  return checks.flatMap((check) => check(facts));
}
