import type { AccountEvent } from '#contract/reporting.ts';

/** What SES thinks of all mail of the account, or of a client's: its last word on one thing. */
export interface Finding {
  /** The client, after whom its tenant is called; undefined when it is about the account. */
  readonly clientId: string | undefined;
  /** `BOUNCE`, `COMPLAINT`, `DKIM`, …; `SENDING`: whether it sends at all; `REVIEW`: whether people look into the account. */
  readonly about: string;
  /** It is bad, and has not been taken back. */
  readonly open: boolean;
  /** Nobody should send on while it is open. */
  readonly stops: boolean;
  /** In SES's words. */
  readonly says: string;
  /** ISO 8601. */
  readonly at: string;
}

/** How people write and what they are sent: SES stops mail for these next. What it finds in the DNS is for the operator to mend. */
const aboutMail = ['BOUNCE', 'COMPLAINT', 'FEEDBACK_3P', 'IP_LISTING'];

/** Pure. */
export function findingOf(event: AccountEvent): Finding {
  const clientId = event.resources.map((arn) => /:tenant\/([\w-]+)/.exec(arn)?.[1]).find((name) => name !== undefined);
  const at = new Date(event.time).toISOString();
  switch (event['detail-type']) {
    case 'Sending Status Enabled':
    case 'Sending Status Disabled': {
      const says = event.detail.data.record?.cause ?? event['detail-type'];
      return {
        clientId,
        about: 'SENDING',
        open: event['detail-type'] === 'Sending Status Disabled',
        stops: true,
        says,
        at,
      };
    }
    default: {
      const { data: says, metadata } = event.detail;
      const { type: about, impact } = metadata;
      const stops = impact === 'HIGH' && aboutMail.includes(about);
      return { clientId, about, open: event['detail-type'] === 'Advisor Recommendation Status Open', stops, says, at };
    }
  }
}

/** How SES says that an account stands. */
export interface AccountStanding {
  readonly sendingEnabled: boolean;
  /** `HEALTHY`, `PROBATION` (people at SES look into it), `SHUTDOWN`. */
  readonly enforcement: string;
}

/** Pure. What EventBridge may have lost: the account is asked, too. */
export const reviewOf = ({ sendingEnabled, enforcement }: AccountStanding, at: string): Finding => {
  const open = enforcement !== 'HEALTHY' || !sendingEnabled;
  const sends = sendingEnabled ? 'it sends' : 'it does not send';
  return {
    clientId: undefined,
    about: 'REVIEW',
    open,
    stops: true,
    says: `the account is ${enforcement}; ${sends}`,
    at,
  };
};
