import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, LoggingFormat, Runtime, SystemLogLevel, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { tableActions } from './action-sets.ts';
import type { TableUse } from './action-sets.ts';
import type { DefinedTable } from './defined-table.ts';

export interface ServiceFunctionProps {
  readonly code: Code;
  /** What it does, in a sentence. */
  readonly description: string;
  /** What a person loses when it fails: becomes the text of its alarm. */
  readonly impact: string;
  readonly logRetention: RetentionDays;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** @default 512 */
  readonly memorySizeMb?: number;
  /** Whether Lambda leaves its own lines out of the log and traces no run: of what runs all the time, they are most. @default false */
  readonly quiet?: boolean;
}

/** A Lambda with a role of its own, which holds what `uses…` names and nothing else. */
export class ServiceFunction extends Construct {
  readonly function: Function;
  readonly impact: string;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.impact = props.impact;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new Function(this, 'Function', {
      code: props.code,
      description: props.description,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memorySizeMb ?? 512,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: props.quiet ? SystemLogLevel.WARN : undefined,
      tracing: props.quiet ? Tracing.PASS_THROUGH : Tracing.ACTIVE,
    });
  }

  /** Variable and grant in one, so that they cannot disagree. */
  usesTable(table: DefinedTable, ...uses: TableUse[]): this {
    this.function.addEnvironment(table.definition.environment, table.table.tableName);
    return this.may(
      uses.flatMap((use) => [...tableActions[use]]),
      [table.table.tableArn],
    );
  }

  usesSecret(variable: string, secret: ISecret): this {
    this.function.addEnvironment(variable, secret.secretArn);
    return this.may(['secretsmanager:GetSecretValue'], [secret.secretArn]);
  }

  sendsTo(variable: string, queue: IQueue): this {
    this.function.addEnvironment(variable, queue.queueUrl);
    return this.may(['sqs:SendMessage'], [queue.queueArn]);
  }

  /** What is not set is not there. */
  knows(variable: string, value: string | undefined): this {
    if (value !== undefined) this.function.addEnvironment(variable, value);
    return this;
  }

  /** An empty value is none. */
  knowsIfSet(variable: string, value: string): this {
    return value === '' ? this : this.knows(variable, value);
  }

  may(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): this {
    this.function.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions }),
    );
    return this;
  }
}
