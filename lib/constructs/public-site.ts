import { Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { AssentApi } from './http-api.ts';

export interface PublicSiteProps {
  readonly api: AssentApi;
  readonly originSecret: ISecret;
  /** A domain that leads here, and its certificate. @default the distribution's own address */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  /** @default none */
  readonly webAclArn?: string;
}

/** Overwrites what the viewer may have sent: this header is believed. */
const nameTheViewer = `function handler(event) {
  event.request.headers['x-assent-viewer'] = { value: event.viewer.ip };
  return event.request;
}`;

/** The distribution in front of the gateway. Caches nothing: what it serves is about one person. */
export class PublicSite extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { api, originSecret, domain, webAclArn }: PublicSiteProps) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    const origin = new HttpOrigin(`${api.api.apiId}.execute-api.${region}.${urlSuffix}`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      // A dynamic reference: the value is in no template.
      customHeaders: { 'x-assent-origin': originSecret.secretValue.unsafeUnwrap() },
    });
    const viewer = new EdgeFunction(this, 'NameTheViewer', {
      code: FunctionCode.fromInline(nameTheViewer),
      runtime: FunctionRuntime.JS_2_0,
    });
    const headers = new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: false },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: false },
      },
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Assent: public pages and API',
      priceClass: PriceClass.PRICE_CLASS_ALL,
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      webAclId: webAclArn,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: {
        origin,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: headers,
        // Whoever types an address leaves the scheme out; HSTS holds from then on.
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        functionAssociations: [{ function: viewer, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
    });
  }
}
