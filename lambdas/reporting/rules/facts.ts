import { mailProviders } from '#contract/figures.ts';
import type { MailProvider } from '#contract/figures.ts';
import { messageStatus } from '#contract/reporting.ts';
import type { MessageStatus } from '#contract/reporting.ts';
import { hour } from '#lambdas/platform/clock.ts';
import { read } from './activity.ts';
import { best, classify } from './classify.ts';
import type { ActorClass, Classified } from './classify.ts';

/** The parts of a message's record that its figures follow from. */
export interface CountedMessage {
  readonly status: MessageStatus;
  readonly provider?: MailProvider;
  readonly deliveredAt?: string;
  readonly activity?: ReadonlySet<string>;
}

/** What of a message is counted. Hours since 1970. */
export interface Facts {
  /** Rises with each thing that becomes known, so that an older look at the message is told from a newer. */
  readonly weight: number;
  readonly status: MessageStatus;
  readonly provider: MailProvider;
  readonly deliveredHour?: number;
  readonly opened?: Seen;
  readonly clicked?: Seen;
  readonly links: Readonly<Record<string, ActorClass>>;
}

export interface Seen {
  readonly by: ActorClass;
  /** Of the first that counts. */
  readonly hour: number;
}

const hourOf = (at: string): number => Math.floor(Date.parse(at) / hour);

/** Pure: of one message, the same whatever the order in which its events came. */
export function factsOf({ status, provider, deliveredAt, activity = new Set() }: CountedMessage): Facts {
  const seen = classify(
    [...activity].flatMap((text) => read(text) ?? []),
    deliveredAt,
  );
  const clicks = seen.filter(({ kind }) => kind === 'click');
  const links: Record<string, ActorClass> = {};
  for (const { link } of clicks)
    if (link !== undefined)
      links[link] = best(clicks.filter((each) => each.link === link).map(({ by }) => by)) ?? 'machine';
  const clicked = firstOf(clicks);
  // Who followed a link has opened it, pictures or none.
  const opened = firstOf([...seen.filter(({ kind }) => kind === 'open'), ...clicks.filter(({ by }) => by === 'human')]);
  return {
    weight:
      messageStatus.options.indexOf(status) + activity.size + (deliveredAt === undefined ? 0 : 1) + (provider ? 1 : 0),
    status,
    provider: provider ?? 'other',
    ...(deliveredAt !== undefined && { deliveredHour: hourOf(deliveredAt) }),
    ...(opened && { opened }),
    ...(clicked && { clicked }),
    links,
  };
}

function firstOf(all: readonly Classified[]): Seen | undefined {
  const by = best(all.map((each) => each.by));
  if (by === undefined) return undefined;
  const times = all.filter((each) => each.by === by).map(({ at }) => hourOf(at));
  return { by, hour: Math.min(...times) };
}

const classes: readonly ActorClass[] = ['human', 'unsure', 'masked', 'machine'];
const short = (number: number): string => number.toString(36);
const long = (text: string): number => Number.parseInt(text, 36);

/** As short as it can be said: fifty of them stand in one item, and an item is paid for by the kilobyte. */
export function packed({ weight, status, provider, deliveredHour, opened, clicked, links }: Facts): string {
  const seen = (of: Seen | undefined): string => (of ? `${classes.indexOf(of.by)}${short(of.hour)}` : '');
  return [
    short(weight),
    short(messageStatus.options.indexOf(status)),
    short(mailProviders.indexOf(provider)),
    deliveredHour === undefined ? '' : short(deliveredHour),
    seen(opened),
    seen(clicked),
    Object.entries(links)
      .map(([link, by]) => `${classes.indexOf(by)}${link}`)
      .join(','),
  ]
    .join('.')
    .replace(/\.+$/, '');
}

export function unpacked(text: string): Facts {
  const [weight = '', status = '', provider = '', deliveredHour = '', opened = '', clicked = '', links = ''] =
    text.split('.');
  const classOf = (of: string): ActorClass => classes[Number(of.charAt(0))] ?? 'machine';
  const seen = (of: string): Seen | undefined => (of === '' ? undefined : { by: classOf(of), hour: long(of.slice(1)) });
  const open = seen(opened);
  const click = seen(clicked);
  return {
    weight: long(weight),
    status: messageStatus.options[long(status)] ?? 'sent',
    provider: mailProviders[long(provider)] ?? 'other',
    ...(deliveredHour !== '' && { deliveredHour: long(deliveredHour) }),
    ...(open && { opened: open }),
    ...(click && { clicked: click }),
    links: Object.fromEntries(links === '' ? [] : links.split(',').map((each) => [each.slice(1), classOf(each)])),
  };
}
