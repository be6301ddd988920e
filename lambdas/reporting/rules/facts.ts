import * as z from 'zod';
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
const seenPacked = z.array(z.int());
const packedFacts = z.tuple([
  z.int(),
  z.int(),
  z.int(),
  z.int().optional(),
  seenPacked.optional(),
  seenPacked.optional(),
  z.array(z.tuple([z.string(), z.int()])).optional(),
]);

/** As short as it can be said: fifty of them stand in one item, and an item is paid for by the kilobyte. */
export function packed({ weight, status, provider, deliveredHour, opened, clicked, links }: Facts): string {
  const seen = (of: Seen | undefined): number[] => (of ? [classes.indexOf(of.by), of.hour] : []);
  const parts: z.output<typeof packedFacts> = [
    weight,
    messageStatus.options.indexOf(status),
    mailProviders.indexOf(provider),
    deliveredHour ?? 0,
    seen(opened),
    seen(clicked),
    Object.entries(links).map(([link, by]) => [link, classes.indexOf(by)]),
  ];
  const isLast = (part: unknown) => part === 0 || (Array.isArray(part) && part.length === 0);
  const length = 1 + parts.findLastIndex((part, index) => index < 3 || !isLast(part));
  return JSON.stringify(parts.slice(0, length));
}

export function unpacked(text: string): Facts {
  const [weight, status, provider, deliveredHour, opened, clicked, links] = packedFacts.parse(JSON.parse(text));
  const seen = (of: number[] | undefined): Seen | undefined => {
    const [by, at] = of ?? [];
    return by === undefined || at === undefined ? undefined : { by: classes[by] ?? 'machine', hour: at };
  };
  const open = seen(opened);
  const click = seen(clicked);
  return {
    weight,
    status: messageStatus.options[status] ?? 'sent',
    provider: mailProviders[provider] ?? 'other',
    ...(deliveredHour ? { deliveredHour } : {}),
    ...(open && { opened: open }),
    ...(click && { clicked: click }),
    links: Object.fromEntries((links ?? []).map(([link, by]) => [link, classes[by] ?? 'machine'])),
  };
}
