import { CfnOutput, Stack } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Lambda, LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import { deadLetterQueue } from './constructs/queue-worker.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { Service } from './service.ts';

export interface ReceivingProps {
  readonly service: Service;
  /** Where mail that stops mail comes. */
  readonly unsubscribeAddress: string;
  /** Where mail about abuse comes, and every form of it with a label: each client has one. */
  readonly abuseAddress: string;
}

/**
 * Mail that comes in. SES gives the functions the headers, never the body, and keeps nothing. An account has one active
 * rule set, so making this one active is left to a person.
 */
export class Receiving extends Construct {
  constructor(scope: Construct, id: string, { service, unsubscribeAddress, abuseAddress }: ReceivingProps) {
    super(scope, id);
    const { data, settings } = service;
    const rules = new ReceiptRuleSet(this, 'Rules');
    const receives = (name: string, recipient: string, receiver: ServiceFunction): void => {
      receiver.function.configureAsyncInvoke({
        retryAttempts: 2,
        onFailure: new SqsDestination(deadLetterQueue(this, `${name}DeadLetters`, receiver.impact)),
      });
      rules.addRule(name, {
        recipients: [recipient],
        scanEnabled: true,
        tlsPolicy: TlsPolicy.OPTIONAL,
        actions: [new Lambda({ function: receiver.function, invocationType: LambdaInvocationType.EVENT })],
      });
    };

    // Outlook.com tells of unsubscribing by mail only.
    receives(
      'Unsubscribe',
      unsubscribeAddress,
      service
        .function(this, 'receive-unsubscribes', {
          description: 'Takes mail that asks to unsubscribe',
          impact: 'people whose mail program unsubscribes by mail go on getting mail',
        })
        .usesTable(data.consent, 'look', 'append')
        .usesTable(data.ledger, 'append')
        .usesSecret('LINK_SECRET', data.linkSecret),
    );
    receives(
      'Abuse',
      abuseAddress,
      service
        .function(this, 'receive-abuse', {
          description: 'Takes mail that reports abuse',
          impact: 'nobody sees what people report by mail',
        })
        .usesTable(data.directory, 'append')
        .usesSecret('ADDRESS_SECRET', data.addressSecret),
    );

    const stack = Stack.of(this);
    new CfnOutput(stack, 'ReceivingMx', {
      description: 'MX record: mail that asks to unsubscribe, or reports abuse, comes to SES',
      value: `${settings.mailFromDomain} MX 10 inbound-smtp.${stack.region}.amazonaws.com`,
    });
    new CfnOutput(stack, 'ReceiptRuleSet', {
      description: 'Make it active once: aws ses set-active-receipt-rule-set --rule-set-name …',
      value: rules.receiptRuleSetName,
    });
  }
}
