import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { randomBytes } from 'node:crypto';
import { running } from './running.ts';

/** Keys of somebody new, who may do what one managed policy allows. */
export async function roleWith(policyArn: string) {
  const { endpoint, region } = running();
  const RoleName = `person-${randomBytes(4).toString('hex')}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sts:AssumeRole' }],
  };
  await iam({ Action: 'CreateRole', RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
  await iam({ Action: 'AttachRolePolicy', RoleName, PolicyArn: policyArn });
  const { Credentials } = await new STSClient({ endpoint, region }).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::000000000000:role/${RoleName}`, RoleSessionName: 'journey' }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

/** Two calls of IAM are not worth an SDK client. The emulator looks at the key alone. */
async function iam(parameters: Record<string, string>): Promise<void> {
  const answer = await fetch(running().endpoint, {
    method: 'POST',
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request' },
  });
  if (!answer.ok) throw new Error(`IAM answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
}
