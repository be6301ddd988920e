import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { createHash, createHmac } from 'node:crypto';
import { running } from './running.ts';

/** Invokes a function as a person with the AWS command line would. @returns what it returned */
export async function invoke(functionName: string, payload: unknown = {}): Promise<unknown> {
  const { endpoint } = running();
  const url = new URL(`/2015-03-31/functions/${functionName}/invocations`, endpoint);
  const body = JSON.stringify(payload);
  const answer = await fetch(url, { method: 'POST', body, headers: signed(url, body) });
  const text = await answer.text();
  if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new Error(`${functionName} failed: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The deployed name of a function, by a part of its construct's. */
export async function functionNamed(part: string): Promise<string> {
  running();
  const ask = new DescribeStackResourcesCommand({ StackName: 'Assent-Service' });
  const { StackResources = [] } = await new CloudFormationClient({}).send(ask);
  const found = StackResources.find(
    ({ ResourceType, LogicalResourceId }) =>
      ResourceType === 'AWS::Lambda::Function' && LogicalResourceId?.includes(part),
  );
  if (!found?.PhysicalResourceId) throw new Error(`no function of Assent-Service has ${part} in its name`);
  return found.PhysicalResourceId;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Signature Version 4. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
function signed({ host, pathname }: URL, body: string): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '', AWS_REGION: region = '' } = process.env;
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/lambda/aws4_request`;
  const request = ['POST', pathname, '', `host:${host}`, `x-amz-date:${time}`, '', 'host;x-amz-date', hash(body)];
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(request.join('\n'))].join('\n')).toString('hex');
  return {
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}
