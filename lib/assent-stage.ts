import { Stage } from 'aws-cdk-lib';
import type { StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import { DataStack } from './data-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import { InsightStack } from './insight-stack.ts';
import { MailStack } from './mail-stack.ts';
import { ServiceStack } from './service-stack.ts';
import type { Settings } from './settings.ts';

export interface AssentStacksProps {
  readonly settings: Settings;
  readonly env?: StageProps['env'];
}

/** The stacks of one Assent, for an app of its own. */
export function assentStacks(scope: Construct, prefix: string, props: AssentStacksProps) {
  const data = new DataStack(scope, `${prefix}Data`, props);
  const mail = new MailStack(scope, `${prefix}Mail`, props);
  const edge = props.settings.waf ? edgeStack(scope, prefix, props) : undefined;
  const service = new ServiceStack(scope, `${prefix}Service`, { ...props, data, mail, webAclArn: edge?.webAclArn });
  const insight = new InsightStack(scope, `${prefix}Insight`, {
    ...props,
    service,
    data,
    watched: [data, mail, service],
  });
  const stacks = { data, mail, service, insight, ...(edge && { edge }) };
  acknowledge(Object.values(stacks));
  return stacks;
}

/** @throws when it is not said where the others are: nothing can refer to them then from us-east-1 */
function edgeStack(scope: Construct, prefix: string, { env }: AssentStacksProps): EdgeStack {
  if (env?.region === undefined)
    throw new Error('waf needs env.region: the web ACL is in us-east-1, and the distribution refers to it from there');
  return new EdgeStack(scope, `${prefix}Edge`, { env });
}

export interface AssentStageProps extends StageProps {
  readonly settings: Settings;
}

/** The same, as a stage of a pipeline or of a larger app (docs/deploy.md). */
export class AssentStage extends Stage {
  readonly stacks: ReturnType<typeof assentStacks>;

  constructor(scope: Construct, id: string, props: AssentStageProps) {
    super(scope, id, props);
    this.stacks = assentStacks(this, '', { settings: props.settings, env: props.env });
  }
}
