import * as z from 'zod';
import {
  clientId,
  clientParams,
  contactId,
  httpsUrl,
  id,
  instant,
  language,
  line,
  listId,
  mailAddress,
  pageOf,
  paging,
  paragraph,
  sha256,
} from './common.ts';
import { held } from './protection.ts';
import { filter } from './contacts.ts';
import { shape } from './shape.ts';
import { json, page, route } from './route.ts';
import { userName } from './clients.ts';
import { domainName } from './senders.ts';

export const campaignId = id.meta({ id: 'CampaignId' });
export const pictureId = id.meta({ id: 'PictureId' });

/** Text with Liquid in it: `{{ first_name | default: "there" }}`. Checked when saved, rendered for each person. */
const liquidLine = (longest: number) => line(longest);

/**
 * Only these go into a link of a mail. `{{ … }}` may stand in path and query, never where it says who is linked to; a link of
 * the message itself stands alone.
 */
export const linkTarget = z
  .string()
  .max(2048, 'is longer than 2048 characters')
  .regex(
    /^((https:\/\/|mailto:)([^\s"<>{}]|\{\{[^{}\r\n]*\}\})+|\{\{ ?(unsubscribe_url|preferences_url|web_copy_url) ?\}\})$/,
    'is not an address that begins with https:// or mailto:',
  );

/** Rich text in the JSON of ProseMirror, cut down to what every mail program shows. */
const mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bold') }),
  z.strictObject({ type: z.literal('italic') }),
  z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href: linkTarget }) }),
]);
const span = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1).max(5000),
    marks: z.array(mark).max(3).optional(),
  }),
  z.strictObject({ type: z.literal('hardBreak') }),
]);
const textParagraph = z.strictObject({ type: z.literal('paragraph'), content: z.array(span).max(200).optional() });
const listItem = z.strictObject({ type: z.literal('listItem'), content: z.array(textParagraph).min(1).max(5) });
export const richText = z.strictObject({
  type: z.literal('doc'),
  content: z
    .array(
      z.discriminatedUnion('type', [
        textParagraph,
        z.strictObject({ type: z.literal('bulletList'), content: z.array(listItem).min(1).max(50) }),
        z.strictObject({ type: z.literal('orderedList'), content: z.array(listItem).min(1).max(50) }),
      ]),
    )
    .min(1)
    .max(100),
});
export type RichText = z.output<typeof richText>;

const align = z.enum(['left', 'center', 'right']).default('left');
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour like #0b6e99');

/** Says what the picture says, for whoever does not see it. */
const alt = line(300);

const heading = z.strictObject({
  type: z.literal('heading'),
  text: liquidLine(200),
  level: z.int().min(1).max(3).default(1),
  align,
});
const text = z.strictObject({ type: z.literal('text'), doc: richText, align });
const button = z.strictObject({ type: z.literal('button'), label: liquidLine(80), href: linkTarget, align });
const picture = z.strictObject({
  type: z.literal('picture'),
  pictureId,
  alt,
  href: linkTarget.optional(),
  width: z.int().min(16).max(600).optional(),
});
/** A picture with a word or two of this person's own on it, inside the message: no server learns who opened it. */
const personalPicture = z.strictObject({
  type: z.literal('personal_picture'),
  design: z.enum(['card', 'ticket', 'banner']),
  text: liquidLine(80),
  caption: line(80).optional(),
  alt,
});
const divider = z.strictObject({ type: z.literal('divider') });
const spacer = z.strictObject({ type: z.literal('spacer'), height: z.int().min(4).max(120).default(24) });
/** Postal address and ways to stop. Put at the end where it is left out: no mail goes without. */
const footer = z.strictObject({ type: z.literal('footer'), text: liquidLine(300).optional() });
const inColumn = z.discriminatedUnion('type', [heading, text, button, picture, spacer]);
const columns = z.strictObject({
  type: z.literal('columns'),
  columns: z
    .array(z.strictObject({ blocks: z.array(inColumn).min(1).max(10) }))
    .min(2)
    .max(3),
});

export const block = z.discriminatedUnion('type', [
  heading,
  text,
  button,
  picture,
  personalPicture,
  columns,
  divider,
  spacer,
  footer,
]);
export type Block = z.output<typeof block>;

export const theme = z.strictObject({
  accent: colour.default('#0b6e99'),
  /** Behind the message, and behind its text. */
  background: colour.default('#f4f4f1'),
  paper: colour.default('#ffffff'),
  ink: colour.default('#1f2328'),
  font: z.enum(['sans', 'serif']).default('sans'),
});

/** What a campaign says. Compiled to HTML and text when it is saved, filled in for each person when it is sent. */
export const content = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('blocks'),
    theme: theme.prefault({}),
    blocks: z.array(block).min(1, 'has no block').max(100, 'has more than 100 blocks'),
  }),
  z.strictObject({
    kind: z.literal('mjml'),
    source: z.string().min(1).max(200_000, 'is longer than 200,000 characters'),
  }),
  z.strictObject({
    kind: z.literal('html'),
    source: z.string().min(1).max(200_000, 'is longer than 200,000 characters'),
  }),
]);
export type Content = z.output<typeof content>;

/** What the subject and the text claim: judged against each other (CS-02, CS-16, CS-17, CS-21). */
export const claims = z.strictObject({
  promotions: z
    .array(
      z.strictObject({
        name: line(100),
        endsAt: instant.optional(),
        maxDiscountPercent: z.number().min(0).max(100).optional(),
        free: z.boolean().default(false),
      }),
    )
    .max(10)
    .default([]),
  /** Besides the client. */
  advertisers: z.array(line(200)).max(20).default([]),
  adultContent: z.boolean().default(false),
});

/** Two subjects on a part of the people; the better one goes to the rest. */
export const variants = z.strictObject({
  subjectB: liquidLine(200),
  /** Of all people, in per cent, half of it for each subject. */
  sharePercent: z.int().min(2).max(100),
  /** `clicks`: of humans, never of machines. */
  decidedBy: z.enum(['user', 'clicks']),
  afterHours: z.int().min(1).max(72).default(4),
});

/** What a client's user writes. */
export const campaignDraft = z.strictObject({
  /** For the client's own people: never seen by a recipient. */
  name: line(120),
  listId,
  /** Of the list's members; all of them unless set. */
  filter: filter.optional(),
  from: z.strictObject({
    /** Before the @; the display name is the client's own. */
    localPart: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'is not the part before the @: a-z 0-9 . _ -')
      .default('news'),
    /** A sender domain of the client that is ready. */
    domain: domainName,
    replyTo: mailAddress().optional(),
  }),
  language,
  subject: liquidLine(200),
  /** What mail programs show after the subject. */
  preheader: liquidLine(200).optional(),
  content,
  /** Derived from the content unless written by hand. */
  text: paragraph(50_000).optional(),
  /** When a value is missing and the content has no default for it. */
  missing: z.enum(['skip', 'empty']).default('skip'),
  claims: claims.prefault({}),
  variants: variants.optional(),
  /** How long `/w/…` shows it. */
  webCopyDays: z.int().min(0).max(365).default(60),
});
export type CampaignDraft = z.output<typeof campaignDraft>;

export const campaignState = z.enum(['draft', 'checked', 'scheduled', 'sending', 'paused', 'sent', 'cancelled']);
export type CampaignState = z.output<typeof campaignState>;

export const severity = z.enum(['block', 'warn']);

/** One thing that the law or a mailbox provider objects to. */
export const finding = z.strictObject({
  /** As in docs/compliance.md: CS-04, ML-20, … */
  rule: z.string(),
  severity,
  /** `subject`, `content`, `blocks.3.href`, `from`, `list`, … */
  where: z.string(),
  message: z.string(),
  /** What to do about it. */
  fix: z.string(),
});
export type Finding = z.output<typeof finding>;

export const override = z.strictObject({ rule: z.string().max(20), where: z.string().max(200), reason: line(500) });

/** Kept with the campaign: what was checked, when, and what was found. */
export const complianceReport = z.strictObject({
  checkedAt: instant,
  /** Of the compiled content, subject and sender: what was checked is what is sent. */
  contentHash: sha256,
  findings: z.array(finding),
  /** Warnings that a named person took upon themselves. Blocks cannot be. */
  overrides: z.array(z.strictObject({ ...override.shape, by: z.string(), at: instant })),
  blocked: z.boolean(),
});
export type ComplianceReport = z.output<typeof complianceReport>;

/** Where it says that mail would come at night: known only when a time is asked for, said, and left to the person. */
export const quietHours = 'schedule.at';

/** Warnings that somebody has to take upon themselves yet: a campaign with one is not scheduled. */
export const openWarnings = ({
  findings,
  overrides,
}: Pick<ComplianceReport, 'findings' | 'overrides'>): readonly Finding[] =>
  findings.filter(
    ({ severity: of, rule, where }) =>
      of === 'warn' && where !== quietHours && !overrides.some((each) => each.rule === rule && each.where === where),
  );

/** IANA name, as the user's clock reads: Europe/Berlin. */
export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/, 'is not the name of a time zone like Europe/Berlin')
  .refine(isTimeZone, 'is not the name of a time zone like Europe/Berlin');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const schedule = z.strictObject({ at: instant, timeZone });

export const campaign = z.strictObject({
  campaignId,
  clientId,
  state: campaignState,
  /** Counts changes of the draft; what is scheduled is frozen at one. */
  version: z.int().min(1),
  draft: campaignDraft,
  contentHash: sha256,
  report: complianceReport.optional(),
  schedule: schedule.optional(),
  /** By a second person, where the client wants one. */
  approval: z.strictObject({ by: z.string(), at: instant, version: z.int() }).optional(),
  /** Why it is in this state, where somebody said so. */
  because: z.string().optional(),
  /** It was stopped by itself: too many complaints, bounces or rejects. */
  held: held.optional(),
  /** Rates are counted from here: a person looked at what was before, and resumed. */
  watchedSince: instant.optional(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
  startedAt: instant.optional(),
  endedAt: instant.optional(),
});
export type Campaign = z.output<typeof campaign>;

export const campaignLine = campaign
  .pick({
    campaignId: true,
    clientId: true,
    state: true,
    version: true,
    schedule: true,
    createdAt: true,
    updatedAt: true,
    startedAt: true,
    endedAt: true,
  })
  .extend({
    name: z.string(),
    subject: z.string(),
  });
export type CampaignLine = z.output<typeof campaignLine>;

/** A message as one person would get it. */
export const preview = z.strictObject({
  /** Whose it is: a contact, or one of the worst cases. */
  of: z.string(),
  subject: z.string(),
  preheader: z.string().optional(),
  html: z.string(),
  text: z.string(),
  /** Why this person would get none. */
  skipped: z.string().optional(),
  bytes: z.int(),
});
export type Preview = z.output<typeof preview>;

export const worstCase = z.enum(['longest_name', 'missing_fields', 'right_to_left', 'emoji']);

const member = { capability: 'campaigns', audience: 'client' } as const;
const lifecycle = { ...member, part: 'lifecycle' } as const;
export const campaignParams = shape(() => z.strictObject({ clientId, campaignId }));
/** Named in every change, so that two people never write over each other. */
const expected = { version: z.int().min(1) };
export const whyChanged = shape(() => z.strictObject({ reason: line(500).optional() }));
export const replyCampaign = json(shape(() => campaign));
const errors = ['not_found', 'invalid_fields', 'wrong_state', 'changed_meanwhile'] as const;

/** Every character of a content as four bytes, and the rest. */
const largestDraft = 1024 * 1024;
/** Fifty warnings with their reasons, with every character escaped. */
const largestAnswer = 216 * 1024;

export const createCampaign = route({
  ...member,
  id: 'createCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns',
  status: 201,
  summary: 'Write a campaign. It is compiled and checked at once; nothing is sent.',
  params: clientParams,
  body: shape(() => campaignDraft),
  largestBody: largestDraft,
  reply: replyCampaign,
  errors: ['not_found', 'invalid_fields'],
});

export const listCampaigns = route({
  ...member,
  id: 'listCampaigns',
  method: 'GET',
  path: '/v1/clients/{clientId}/campaigns',
  status: 200,
  summary: "A client's campaigns, newest first.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(shape(() => campaignLine))),
  errors: ['not_found'],
});

export const getCampaign = route({
  ...member,
  id: 'getCampaign',
  method: 'GET',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}',
  status: 200,
  summary: 'One campaign, with the report of its last check.',
  params: campaignParams,
  reply: replyCampaign,
  errors: ['not_found'],
});

export const changeCampaign = route({
  ...member,
  id: 'changeCampaign',
  method: 'PUT',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}',
  status: 200,
  summary: 'Write it anew, before it is scheduled: a new version, checked again.',
  params: campaignParams,
  body: shape(() => z.strictObject({ ...expected, draft: campaignDraft })),
  largestBody: largestDraft,
  reply: replyCampaign,
  errors,
});

export const previewCampaign = route({
  ...member,
  id: 'previewCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/preview',
  status: 200,
  summary: 'The message as a contact would get it, or as the hardest cases would.',
  params: campaignParams,
  body: shape(() => z.strictObject({ contactId: contactId.optional(), worst: z.array(worstCase).max(4).optional() })),
  reply: json(shape(() => z.strictObject({ previews: z.array(preview) }))),
  showsContacts: true,
  errors: ['not_found', 'invalid_fields'],
});

export const checkCampaign = route({
  ...lifecycle,
  id: 'checkCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/check',
  status: 200,
  summary: 'Judge it by the law and by what mailbox providers ask for.',
  params: campaignParams,
  body: shape(() => z.strictObject({ ...expected, overrides: z.array(override).max(50).default([]) })),
  largestBody: largestAnswer,
  reply: replyCampaign,
  errors,
});

export const testCampaign = route({
  ...lifecycle,
  id: 'testCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/test',
  status: 202,
  summary: "Send it, marked [Test], to up to five of the client's own users.",
  params: campaignParams,
  body: shape(() => z.strictObject({ ...expected, userNames: z.array(userName).min(1).max(5) })),
  reply: json(
    shape(() => z.strictObject({ sent: z.int(), refused: z.array(z.strictObject({ userName, because: z.string() })) })),
  ),
  errors,
});

export const approveCampaign = route({
  ...lifecycle,
  id: 'approveCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/approve',
  status: 200,
  summary: 'A second person agrees to this version.',
  params: campaignParams,
  body: shape(() => z.strictObject(expected)),
  reply: replyCampaign,
  errors,
});

export const scheduleCampaign = route({
  ...lifecycle,
  id: 'scheduleCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/schedule',
  status: 200,
  summary: 'Freeze it and set when it goes out; without a time, now.',
  params: campaignParams,
  body: shape(() => z.strictObject({ ...expected, at: instant.optional(), timeZone: timeZone.default('UTC') })),
  reply: replyCampaign,
  errors,
});

export const unscheduleCampaign = route({
  ...lifecycle,
  params: campaignParams,
  body: whyChanged,
  reply: replyCampaign,
  errors,
  id: 'unscheduleCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/unschedule',
  status: 200,
  summary: 'Take it back before it starts: a draft again.',
});

export const lifecycleRoutes = [
  checkCampaign,
  testCampaign,
  approveCampaign,
  scheduleCampaign,
  unscheduleCampaign,
] as const;

/** A picture of the client, served to whoever opens a mail: nothing in its address says who. */
export const pictureRecord = z.strictObject({
  pictureId,
  clientId,
  name: line(120),
  contentType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
  bytes: z.int().min(1),
  width: z.int().min(1),
  height: z.int().min(1),
  url: httpsUrl().or(z.url()),
  createdAt: instant,
});
export type PictureRecord = z.output<typeof pictureRecord>;

export const pictureParams = shape(() => z.strictObject({ clientId, pictureId }));

export const uploadPicture = route({
  ...member,
  id: 'uploadPicture',
  method: 'POST',
  path: '/v1/clients/{clientId}/pictures',
  status: 201,
  summary: 'Where to post a picture to (PNG, JPEG, GIF, WebP; up to 2 MB), for ten minutes.',
  params: clientParams,
  body: shape(() => z.strictObject({ name: line(120), contentType: pictureRecord.shape.contentType })),
  reply: json(
    shape(() =>
      z.strictObject({
        pictureId,
        upload: z.strictObject({ url: z.string(), fields: z.record(z.string(), z.string()) }),
      }),
    ),
  ),
  errors: ['not_found', 'limit_reached'],
});

export const takePicture = route({
  ...member,
  id: 'takePicture',
  method: 'POST',
  path: '/v1/clients/{clientId}/pictures/{pictureId}/take',
  status: 200,
  summary: 'Look at what was posted, and serve it when it is a picture.',
  params: pictureParams,
  reply: json(shape(() => pictureRecord)),
  errors: ['not_found', 'invalid_fields'],
});

export const listPictures = route({
  ...member,
  id: 'listPictures',
  method: 'GET',
  path: '/v1/clients/{clientId}/pictures',
  status: 200,
  summary: "A client's pictures.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(shape(() => pictureRecord))),
  errors: ['not_found'],
});

/** A ready-made content to begin with. */
export const template = z.strictObject({ templateId: z.string(), name: z.string(), description: z.string(), content });

export const listTemplates = route({
  ...member,
  id: 'listTemplates',
  method: 'GET',
  path: '/v1/templates',
  status: 200,
  summary: 'Contents to begin with.',
  reply: json(shape(() => z.strictObject({ items: z.array(template) }))),
});

export const showWebCopy = route({
  capability: 'campaigns',
  audience: 'public',
  id: 'showWebCopy',
  method: 'GET',
  path: '/w/{token}',
  status: 200,
  summary: 'The message as this person got it, while the campaign keeps web copies.',
  params: shape(() => z.strictObject({ token: z.string().max(200) })),
  reply: page,
  errors: ['not_found', 'gone'],
});

export const contentRoutes = [
  createCampaign,
  listCampaigns,
  getCampaign,
  changeCampaign,
  previewCampaign,
  uploadPicture,
  takePicture,
  listPictures,
  listTemplates,
  showWebCopy,
] as const;
