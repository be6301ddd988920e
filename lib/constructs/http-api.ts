import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnRoute,
  CfnStage,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpIntegrationType,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { unsubscribe } from '#contract/consent.ts';
import { routesOf } from '#contract/routes.ts';
import { keysOf } from '#contract/route.ts';
import type { Audience, Capability } from '#contract/route.ts';
import type { ServiceFunction } from './service-function.ts';

export interface AssentApiProps {
  readonly userPool: UserPool;
  readonly userPoolClient: UserPoolClient;
  readonly logRetention: RetentionDays;
}

/** The gateway. Its routes are those of the contract; who may call them is the contract's audience. */
export class AssentApi extends Construct {
  readonly api: HttpApi;
  readonly accessLog: LogGroup;
  private readonly stage: CfnStage;
  private readonly authorizer: HttpAuthorizer;

  constructor(scope: Construct, id: string, props: AssentApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { description: 'Assent', createDefaultStage: false });
    const { region } = Stack.of(this);
    this.authorizer = new HttpAuthorizer(this, 'SignedIn', {
      httpApi: this.api,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: `https://cognito-idp.${region}.amazonaws.com/${props.userPool.userPoolId}`,
      jwtAudience: [props.userPoolClient.userPoolClientId],
    });
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingBurstLimit: 500, throttlingRateLimit: 200 },
      // Mailbox providers unsubscribe people in bursts, from few addresses (ML-05): theirs is not taken from the others'.
      routeSettings: { [keyOf(unsubscribe)]: { ThrottlingBurstLimit: 2_000, ThrottlingRateLimit: 1_000 } },
      accessLogSettings: {
        destinationArn: this.accessLog.logGroupArn,
        // No address, no path (it may hold a link's token), no user agent (requirements.md 5.1).
        format: JSON.stringify({
          requestId: '$context.requestId',
          route: '$context.routeKey',
          status: '$context.status',
          ms: '$context.responseLatency',
          integrationError: '$context.integrationErrorMessage',
        }),
      },
    });
  }

  /** Lets a function serve all routes of a capability and audience. */
  serve(capability: Capability, audience: Audience, { function: served }: ServiceFunction): void {
    const integration = this.integrationOf(`${capability}-${audience}`, served);
    for (const route of routesOf(capability, audience))
      for (const [place, routeKey] of keysOf(route).entries()) {
        const made = new CfnRoute(this, place === 0 ? route.id : `${route.id}Head`, {
          apiId: this.api.apiId,
          routeKey,
          target: `integrations/${integration.ref}`,
          ...(audience === 'public'
            ? { authorizationType: 'NONE' }
            : { authorizationType: 'JWT', authorizerId: this.authorizer.authorizerId }),
        });
        // A stage may only have settings of a route that is there.
        if (route.id === unsubscribe.id) this.stage.addResourceDependency(made);
      }
    served.addPermission(`Gateway-${capability}-${audience}`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi('*', '/*', '$default'),
    });
  }

  /** Sends what is no route to a function, so that nobody gets the gateway's own words for it. */
  serveTheRest({ function: served }: ServiceFunction): void {
    new CfnRoute(this, 'rest', {
      apiId: this.api.apiId,
      routeKey: '$default',
      target: `integrations/${this.integrationOf('Rest', served).ref}`,
      authorizationType: 'NONE',
    });
    served.addPermission('Gateway-rest', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      // This route has neither method nor path: the pattern of the others does not cover it.
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '$default/*',
      }),
    });
  }

  private integrationOf(id: string, served: Function): CfnIntegration {
    return new CfnIntegration(this, id, {
      apiId: this.api.apiId,
      integrationType: HttpIntegrationType.AWS_PROXY,
      integrationUri: served.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0.version,
    });
  }
}

const keyOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;
