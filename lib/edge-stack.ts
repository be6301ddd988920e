import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** A web ACL for the distribution. CloudFront takes web ACLs from us-east-1 only, so the stack is there, wherever the others are. */
export class EdgeStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, env: { ...props.env, region: 'us-east-1' } });
    const acl = new CfnWebACL(this, 'WebAcl', {
      description: 'Assent: public pages and API',
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('all'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: {} },
          visibilityConfig: visibility('rate'),
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: 300,
              limit: 1_000,
              scopeDownStatement: notUnsubscribing,
            },
          },
        },
        managed(1, 'AWSManagedRulesAmazonIpReputationList'),
        managed(2, 'AWSManagedRulesKnownBadInputsRuleSet'),
        managed(3, 'AWSManagedRulesCommonRuleSet', bodiesAreText),
      ],
    });
    // Read across regions by CloudFormation itself: a strong reference would need two custom resources.
    CrossStackReferences.of(acl).produce(ReferenceStrength.WEAK);
    this.webAclArn = acl.attrArn;
  }
}

/** Counted, not blocked: people write `<b>` and addresses of pages into notices, campaigns and webhook endpoints. */
const bodiesAreText = ['CrossSiteScripting_BODY', 'GenericRFI_BODY', 'SizeRestrictions_BODY', 'EC2MetaDataSSRF_BODY'];

/** Sampled requests hold addresses (requirements.md 5.1), and so would the log: neither is on. */
const visibility = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});

/**
 * Mailbox providers unsubscribe people from data centres, in bursts, perhaps without a User-Agent (ML-05): no rule looks
 * at the link of RFC 8058. Its token is checked instead.
 */
const notUnsubscribing = {
  notStatement: {
    statement: {
      byteMatchStatement: {
        fieldToMatch: { uriPath: {} },
        positionalConstraint: 'STARTS_WITH',
        searchString: '/u/',
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  },
};

function managed(priority: number, name: string, counted: readonly string[] = []): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    visibilityConfig: visibility(name),
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        scopeDownStatement: notUnsubscribing,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}
