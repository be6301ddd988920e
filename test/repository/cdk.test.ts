import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('lets who deploys see each change of what somebody may do, and asks first', () => {
  expect(readFileSync('cdk.json', 'utf8')).not.toContain('requireApproval');
});
