import { Annotations, Duration, Stack } from 'aws-cdk-lib';
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
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { mediaPrefix } from '#lambdas/platform/keys/pictures.ts';
import type { AssentApi } from './http-api.ts';

export interface PublicSiteProps {
  readonly api: AssentApi;
  readonly originSecret: ISecret;
  /** What it serves below `/media/`: its policy lets distributions of this account read that. */
  readonly pictures: IBucket;
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

/** The distribution in front of the gateway. Caches nothing but pictures: the rest of what it serves is about one person. */
export class PublicSite extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { api, originSecret, pictures, domain, webAclArn }: PublicSiteProps) {
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
    // A picture is asked for by mail programs, from anywhere; it is nothing but a picture wherever it is shown.
    const media = new ResponseHeadersPolicy(this, 'MediaHeaders', {
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'cross-origin-resource-policy', value: 'cross-origin', override: true }],
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
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        functionAssociations: [{ function: viewer, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        [`/${mediaPrefix}*`]: {
          origin: this.pictureOrigin(pictures),
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: media,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        },
      },
    });
  }

  /** By name, so that no policy of the bucket's is written from here: it has its own (picture-bucket.ts). */
  private pictureOrigin(pictures: IBucket) {
    const known = Bucket.fromBucketAttributes(this, 'Pictures', {
      bucketName: pictures.bucketName,
      bucketRegionalDomainName: pictures.bucketRegionalDomainName,
    });
    Annotations.of(this).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
      'The bucket says itself which distributions may read it',
    );
    return S3BucketOrigin.withOriginAccessControl(known);
  }
}
