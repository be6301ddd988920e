import { Stage } from 'aws-cdk-lib';
import type { StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DataStack } from './data-stack.ts';
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
  const service = new ServiceStack(scope, `${prefix}Service`, { ...props, data, mail });
  return { data, mail, service };
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
