/** Where what the code counts stands in CloudWatch; every one of them carries the dimension `service`. */
export const metricsNamespace = 'Assent';
export const metricsService = 'assent';

/** What a figure is told apart by. Each has few values: never an id, but those of clients, whose number the operator sets. */
export type Dimension = 'purpose' | 'client' | 'provider' | 'reason' | 'status' | 'way' | 'what';

/**
 * Everything that the code counts, and for each the sets of dimensions that it stands under: every value of a set is a metric
 * that is paid for in each hour in which something was counted (docs/dashboards.md). The dashboards are made from this list.
 */
export const metrics = {
  MailSent: [['purpose']],
  MailRefused: [[]],
  MailPutOff: [[]],
  MailRejected: [[]],
  MailUnknown: [[]],
  /** 1 for a message that was delivered, 0 for one that bounced: its average is the share that arrives. */
  MailDelivered: [[], ['client'], ['provider']],
  /** 1 for a hard bounce, 0 for a delivery. */
  MailBounced: [[], ['client'], ['provider']],
  /** 1 for a complaint, 0 for a delivery. */
  MailComplained: [[], ['client'], ['provider']],
  MailDelayed: [['provider']],
  /** Messages of campaigns that ended a day ago; and of how many of them nothing was heard. */
  MailAsked: [[]],
  MailUnheard: [[]],
  /** Events of SES in a shape that the code does not know: parked for people. */
  MailEventUnknown: [[]],
  AddressesSuppressed: [['reason']],
  AbuseReported: [['way']],
  CampaignHeld: [['what']],
  /** SES says that nothing more should go out: of a client, or of the account. */
  MailStoppedBySes: [[]],
  SignUpsRequested: [[], ['client']],
  SignUpsConfirmed: [[], ['client']],
  SignUpsWithdrawn: [[], ['client']],
  CampaignsSent: [[], ['client']],
  /** People whom the campaigns were sent to, in the hour in which the last of them was. */
  PeopleReached: [[], ['client']],
  DeliveriesGivenUp: [[]],
  SenderLooked: [['status']],
  SenderBroken: [[]],
} as const satisfies Record<string, readonly (readonly Dimension[])[]>;

export type MetricName = keyof typeof metrics;
export type DimensionOf<Name extends MetricName> = (typeof metrics)[Name][number][number];
