import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

export interface Asked {
  readonly routeKey: string;
  readonly path: string;
  readonly pathParameters?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What the gateway hands to a function, payload format 2.0; bodies come in base64. */
export const gatewayEvent = ({
  routeKey,
  path,
  pathParameters,
  headers = {},
  body,
}: Asked): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey,
  rawPath: path,
  rawQueryString: '',
  headers,
  pathParameters,
  body: body === undefined ? undefined : Buffer.from(body).toString('base64'),
  isBase64Encoded: body !== undefined,
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: {
      method: routeKey === '$default' ? 'GET' : routeKey.split(' ')[0]!,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: '203.0.113.7',
      userAgent: 'test',
    },
    requestId: 'request-1',
    routeKey,
    stage: '$default',
    time: '24/Nov/2026:09:00:00 +0000',
    timeEpoch: Date.UTC(2026, 10, 24, 9),
  },
});

export const lambdaContext = { awsRequestId: 'request-1' } as Context;
