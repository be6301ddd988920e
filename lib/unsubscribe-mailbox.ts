import { CfnOutput, Stack } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Lambda, LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import { deadLetterQueue } from './constructs/queue-worker.ts';
import type { Service } from './service.ts';

export interface UnsubscribeMailboxProps {
  readonly service: Service;
  readonly address: string;
}

/**
 * Mail that stops mail: Outlook.com tells of unsubscribing by mail only. SES gives the function the headers, never the
 * body, and keeps nothing. An account has one active rule set, so making this one active is left to a person.
 */
export class UnsubscribeMailbox extends Construct {
  constructor(scope: Construct, id: string, { service, address }: UnsubscribeMailboxProps) {
    super(scope, id);
    const { data, settings } = service;
    const receiver = service
      .function(this, 'receive-unsubscribes', {
        description: 'Takes mail that asks to unsubscribe',
        impact: 'people whose mail program unsubscribes by mail go on getting mail',
      })
      .usesTable(data.consent, 'look', 'append')
      .usesTable(data.ledger, 'append')
      .usesSecret('LINK_SECRET', data.linkSecret);
    receiver.function.configureAsyncInvoke({
      retryAttempts: 2,
      onFailure: new SqsDestination(deadLetterQueue(this, 'DeadLetters', receiver.impact)),
    });
    const rules = new ReceiptRuleSet(this, 'Rules');
    rules.addRule('Unsubscribe', {
      recipients: [address],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.OPTIONAL,
      actions: [new Lambda({ function: receiver.function, invocationType: LambdaInvocationType.EVENT })],
    });
    const stack = Stack.of(this);
    new CfnOutput(stack, 'ReceivingMx', {
      description: 'MX record: mail that asks to unsubscribe comes to SES',
      value: `${settings.mailFromDomain} MX 10 inbound-smtp.${stack.region}.amazonaws.com`,
    });
    new CfnOutput(stack, 'ReceiptRuleSet', {
      description: 'Make it active once: aws ses set-active-receipt-rule-set --rule-set-name …',
      value: rules.receiptRuleSetName,
    });
  }
}
