import { describe, expect, it } from 'vitest';
import { judge } from '#local/permissions.ts';
import type { Decision, Grant } from '#local/permissions.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/Consent';
const grant = (overrides: Partial<Grant> = {}): Grant => ({
  role: 'Sender',
  action: 'dynamodb:GetItem',
  resource: table,
  ...overrides,
});
const decision = (overrides: Partial<Decision> = {}): Decision => ({
  role: 'arn:aws:iam::000000000000:role/Sender',
  action: 'dynamodb:GetItem',
  resource: table,
  allowed: true,
  ...overrides,
});

describe('judge', () => {
  it('finds nothing to say of a grant that was made use of', () => {
    expect(judge([grant()], [decision()], [])).toEqual({ denied: [], idle: [], stale: [] });
  });

  it.each([
    ['by nobody', []],
    ['by another role', [decision({ role: 'arn:aws:iam::000000000000:role/Planner' })]],
    ['for another action', [decision({ action: 'dynamodb:PutItem' })]],
    ['on another table', [decision({ resource: `${table}2` })]],
    ['in vain', [decision({ allowed: false })]],
  ])('names a grant that was used %s', (_how, decisions) => {
    expect(judge([grant()], decisions, []).idle).toEqual([grant()]);
  });

  it.each([
    ['a resource ending in a star', grant({ resource: 'arn:aws:s3:::archive/*' }), 'arn:aws:s3:::archive/2026/11.json'],
    ['any resource', grant({ resource: '*' }), table],
    ['a resource that the emulator does not tell', grant(), '*'],
  ])('takes %s as used', (_which, given, resource) => {
    expect(judge([given], [decision({ resource })], []).idle).toEqual([]);
  });

  it('names what was denied', () => {
    const denied = decision({ action: 'dynamodb:Scan', allowed: false });
    expect(judge([grant()], [decision(), denied], []).denied).toEqual([denied]);
  });

  it('excuses what is listed, and names an excuse that nothing needs any more', () => {
    const polling = { action: 'sqs:Receive*', resource: ':Mails', why: 'Lambda polls' };
    const idle = grant({ action: 'sqs:ReceiveMessage', resource: 'arn:aws:sqs:us-east-1:000000000000:Mails' });
    expect(judge([idle], [], [polling])).toMatchObject({ idle: [], stale: [] });
    expect(judge([grant()], [decision()], [polling]).stale).toEqual([polling]);
  });
});
