import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../bin/doctor/checks.ts';
import { recordsOf } from '../../bin/doctor/dns.ts';
import type { Facts } from '../../bin/doctor/facts.ts';

const known = <T>(value: T) => ({ known: true, value }) as const;
const unknown = (because: string) => ({ known: false, because }) as const;
const records = (...found: string[]) => ({ answer: 'records', records: found }) as const;
const none = { answer: 'none' } as const;
const stack = (name: string, status = 'CREATE_COMPLETE', outputs = {}) => ({ name, status, outputs, resources: [] });

const account = {
  production: true,
  sending: true,
  health: 'HEALTHY',
  mostADay: 50_000,
  mostASecond: 14,
  sentToday: 100,
  suppresses: ['BOUNCE', 'COMPLAINT'],
};
const identity = {
  verified: true,
  dkim: 'SUCCESS',
  mailFromDomain: 'bounce.mail.example.com',
  mailFromStatus: 'SUCCESS',
};
const set = {
  name: 'Tracked3CBA8BA1-1MgISFkd93mN',
  sending: true,
  suppresses: ['BOUNCE', 'COMPLAINT'],
  destinations: [
    { kind: 'EventBridge', events: ['SEND', 'DELIVERY', 'OPEN'] },
    { kind: 'SNS', events: ['BOUNCE', 'COMPLAINT'] },
  ],
} as const;
const pool = { madeByAdminsOnly: true, codes: 'OPTIONAL', passwordLength: 14, protected: true, operators: 1 };
const deployed = {
  Data: stack('Assent-Data'),
  Mail: stack('Assent-Mail', 'CREATE_COMPLETE', { Dkim1: 'a CNAME b', MailFromMx: 'c MX d' }),
  Service: stack('Assent-Service'),
  Insight: stack('Assent-Insight'),
};

/** An account where nothing is left to do. */
const healthy = (overrides: Partial<Facts> = {}): Facts => ({
  region: 'eu-central-1',
  prefix: 'Assent-',
  caller: known({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/noor' }),
  bootstrap: known(30),
  deployed: known(deployed),
  domain: 'mail.example.com',
  identity: known(identity),
  account: known(account),
  configurationSets: known([set]),
  pool: known(pool),
  alarms: known({ told: 1, asked: 0 }),
  pages: known(404),
  bounceRecords: {
    mx: records('10 feedback-smtp.eu-central-1.amazonses.com'),
    txt: records('v=spf1 include:amazonses.com ~all'),
  },
  dmarcRecords: [{ name: '_dmarc.mail.example.com', txt: records('v=DMARC1; p=reject; rua=mailto:d@example.com') }],
  ...overrides,
});

const spf = (...texts: string[]) => ({ bounceRecords: { ...healthy().bounceRecords, txt: records(...texts) } });
const mx = (...hosts: string[]) => ({ bounceRecords: { ...healthy().bounceRecords, mx: records(...hosts) } });
const dmarc = (...at: (string[] | undefined)[]) => ({
  dmarcRecords: at.map((texts, index) => ({
    name: ['_dmarc.mail.example.com', '_dmarc.example.com'][index]!,
    txt: texts ? records(...texts) : none,
  })),
});

describe('assent doctor', () => {
  it('has nothing to say of an account where all is well', () => {
    expect(findingsOf(healthy()).filter(({ state }) => state !== 'fine')).toEqual([]);
  });

  it.each<[string, Partial<Facts>, string]>([
    ['credentials', { caller: unknown('could not load credentials') }, 'could not load credentials'],
    ['region', { region: undefined }, 'not set'],
    ['cdk bootstrap', { bootstrap: known(undefined) }, 'not done in this region'],
    ['cdk bootstrap', { bootstrap: known(5) }, 'too old'],
    ['Assent-Mail', { deployed: known({ ...deployed, Mail: undefined }) }, 'not deployed'],
    [
      'Assent-Service',
      { deployed: known({ ...deployed, Service: stack('Assent-Service', 'UPDATE_ROLLBACK_FAILED') }) },
      'UPDATE_ROLLBACK_FAILED',
    ],
    ['public pages', { pages: known(503) }, '503'],
    ['sending domain', { identity: known({ ...identity, verified: false }) }, 'not verified'],
    ['DKIM', { identity: known({ ...identity, dkim: 'NOT_STARTED' }) }, 'not started'],
    ['MAIL FROM', { identity: known({ ...identity, mailFromStatus: 'FAILED' }) }, 'failed'],
    ['MX record', mx('10 mx.example.com'), 'leads to 10 mx.example.com'],
    ['MX record', mx('10 feedback-smtp.us-east-1.amazonses.com'), 'us-east-1'],
    ['MX record', mx('10 a.example', '20 b.example'), 'there are 2'],
    ['SPF record', spf('v=spf1 -all'), 'does not include amazonses.com'],
    ['SPF record', spf('v=spf1 include:amazonses.com ~all', 'v=spf1 -all'), 'there are 2'],
    ['SPF record', spf('something else'), 'there are 0'],
    ['DMARC record', dmarc(undefined, undefined), 'there is none'],
    ['DMARC record', dmarc(['v=DMARC1; p=none', 'v=DMARC1; p=reject']), 'there are 2'],
    ['SES sandbox', { account: known({ ...account, production: false }) }, 'to nobody else'],
    ['SES sending', { account: known({ ...account, sending: false }) }, 'switched off'],
    ['SES sending', { account: known({ ...account, health: 'PROBATION' }) }, 'probation'],
    ['set Tracked', { configurationSets: known([{ ...set, suppresses: ['BOUNCE'] }]) }, 'does not suppress'],
    ['set Tracked', { configurationSets: known([{ ...set, destinations: set.destinations.slice(0, 1) }]) }, 'to SNS'],
    ['set Tracked', { configurationSets: known([{ ...set, sending: false }]) }, 'sending is off'],
    ['sign-in', { pool: known({ ...pool, madeByAdminsOnly: false }) }, 'changed by hand'],
    ['operators', { pool: known({ ...pool, operators: 0 }) }, 'nobody can sign in'],
    ['alarms', { alarms: known({ told: 0, asked: 1 }) }, 'reach nobody yet'],
    ['alarms', { alarms: known({ told: 0, asked: 0 }) }, 'reach nobody'],
  ])('says what has to be done about: %s', (about, facts, says) => {
    const toDo = findingsOf(healthy(facts)).filter(({ state }) => state === 'missing');
    expect(toDo).toMatchObject([{ about, says: expect.stringContaining(says) as string }]);
    expect(toDo[0]!.todo).toBeTruthy();
  });

  it.each<[string, Partial<Facts>, string]>([
    ['SES quota', { account: known({ ...account, sentToday: 45_000 }) }, '45000 in the last day'],
    ['SES suppression', { account: known({ ...account, suppresses: [] }) }, 'our configuration sets do'],
    ['DMARC record', dmarc(['v=DMARC1; p=none; rua=mailto:d@example.com']), 'forged mail is let through'],
    ['DMARC record', dmarc(undefined, ['v=DMARC1; p=reject; sp=none']), 'p=none at _dmarc.example.com'],
    ['DMARC record', dmarc(['v=DMARC1; p=reject; t=y']), 'forged mail is let through'],
    ['DMARC record', dmarc(['v=DMARC1; p=reject']), 'p=reject'],
    ['users', { pool: known({ ...pool, protected: false }) }, 'throwAway'],
    [
      'MX record',
      { bounceRecords: { ...healthy().bounceRecords, mx: { answer: 'unknown', because: 'ETIMEOUT' } } },
      'could not be looked up: ETIMEOUT',
    ],
    ['SES account', { account: unknown('AccessDenied') }, 'could not be looked up: AccessDenied'],
  ])('finds worth a look, and nothing more: %s', (about, facts, says) => {
    const findings = findingsOf(healthy(facts)).filter(({ state }) => state !== 'fine');
    expect(findings).toMatchObject([{ state: 'look', about, says: expect.stringContaining(says) as string }]);
  });

  it('shows the records that are to be set', () => {
    const facts = healthy({ identity: known({ ...identity, dkim: 'PENDING', mailFromStatus: 'PENDING' }) });
    const todos = findingsOf(facts).map(({ todo }) => todo);
    expect(todos).toContain('set these records\na CNAME b');
    expect(todos).toContain('set these records\nc MX d');
  });
});

describe('DNS', () => {
  it('is not asked for names that nobody can have', async () => {
    expect(await recordsOf('MX', 'bounce.mail.assent.test')).toMatchObject({ answer: 'unknown' });
  });
});
