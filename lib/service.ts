import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundleFunctions } from './constructs/function-bundle.ts';
import type { AssentApi } from './constructs/http-api.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import type { ServiceFunctionProps } from './constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';
import type { MailStack } from './mail-stack.ts';
import type { Settings } from './settings.ts';

/** Every function and the file that it is. */
export const entries = {
  'clients-operator': 'clients/http-operator.ts',
  'clients-client': 'clients/http-client.ts',
  'clients-senders': 'clients/http-client-senders.ts',
  'check-senders': 'clients/check-senders.ts',
  'sign-up-client': 'sign-up/http-client.ts',
  'sign-up-public': 'sign-up/http-public.ts',
  'send-confirmations': 'sign-up/send-confirmations.ts',
  'send-welcomes': 'sign-up/send-welcomes.ts',
  'consent-public': 'consent/http-public.ts',
  'announce-events': 'consent/announce-events.ts',
  'consent-client': 'consent/http-client.ts',
  'keep-suppressions': 'consent/keep-suppressions.ts',
  'write-checkpoint': 'consent/write-checkpoint.ts',
  'receive-unsubscribes': 'consent/receive-unsubscribes.ts',
  'keep-members': 'contacts/keep-members.ts',
  'contacts-client': 'contacts/http-client.ts',
  'contacts-operator': 'contacts/http-operator.ts',
  'take-in-imports': 'contacts/take-in-imports.ts',
  'end-expired': 'contacts/end-expired.ts',
  'forwarding-client': 'forwarding/http-client.ts',
  'forwarding-public': 'forwarding/http-public.ts',
  'plan-deliveries': 'forwarding/plan-deliveries.ts',
  'deliver-webhooks': 'forwarding/deliver-webhooks.ts',
  'wake-deliveries': 'forwarding/wake-deliveries.ts',
  'send-digests': 'forwarding/send-digests.ts',
  'write-exports': 'forwarding/write-exports.ts',
  'tell-again': 'consent/tell-again.ts',
  'record-outcomes': 'reporting/record-outcomes.ts',
  'show-campaigns': 'reporting/show-campaigns.ts',
  'reporting-client': 'reporting/http-client.ts',
  'fold-figures': 'reporting/keep-figures.ts',
  'fold-activity': 'reporting/fold-activity.ts',
  'fold-growth': 'reporting/fold-growth.ts',
  'heed-findings': 'reporting/heed-findings.ts',
  'count-unheard': 'reporting/count-unheard.ts',
  signpost: 'signpost/http-public.ts',
  'sending-client': 'sending/http-client.ts',
  'plan-audience': 'sending/plan-audience.ts',
  'send-messages': 'sending/send-messages.ts',
  'reconcile-runs': 'sending/reconcile-runs.ts',
  'campaigns-client': 'campaigns/http-client.ts',
  'campaigns-public': 'campaigns/http-public.ts',
  'campaigns-lifecycle': 'campaigns/http-client-lifecycle.ts',
  'abuse-public': 'abuse/http-public.ts',
  'abuse-operator': 'abuse/http-operator.ts',
  'receive-abuse': 'abuse/receive-abuse.ts',
} as const;
export type FunctionName = keyof typeof entries;

/** What every capability builds with. */
export interface Service {
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly api: AssentApi;
  readonly settings: Settings;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Where mail to unsubscribe is read, if anywhere. */
  readonly unsubscribeAddress?: string;
  function(
    scope: Construct,
    name: FunctionName,
    props: Omit<ServiceFunctionProps, 'code' | 'logRetention'>,
  ): ServiceFunction;
}

/** Once for a process: an app with several Assents has the same functions in each. */
let codeOf: ReturnType<typeof bundleFunctions> | undefined;

export function functionsOf(logRetention: RetentionDays): Service['function'] {
  const code = (codeOf ??= bundleFunctions(entries));
  return (scope, name, props) => new ServiceFunction(scope, name, { ...props, code: code(name), logRetention });
}
