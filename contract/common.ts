import * as z from 'zod';
import { shape } from './shape.ts';
import type { Shape } from './shape.ts';

/** 96 random bits as 16 characters of base64url: fits SES tags, URLs and link tokens (contract: never derived from an address). */
export const id = z.string().regex(/^[A-Za-z0-9_-]{16}$/, 'is not an id: 16 characters of A-Z a-z 0-9 _ -');

export const clientId = id.meta({ id: 'ClientId' });
export const listId = id.meta({ id: 'ListId' });
export const formId = id.meta({ id: 'FormId' });
export const contactId = id.meta({ id: 'ContactId' });
export const endpointId = id.meta({ id: 'EndpointId' });

/** ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3, error: 'is not a time like 2026-11-24T00:00:00.000Z' });

/** SHA-256 as 43 characters of base64url. */
export const sha256 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

// C0, DEL, C1, line and paragraph separators, and the bidi controls that can make a text read as another (Trojan source).
/* eslint-disable no-control-regex -- control characters are what is looked for */
export const hiddenCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const hiddenCharactersButBreaks = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/* eslint-enable no-control-regex */

/** One line of text for people: trimmed, no control characters, so that it can stand in a mail header. */
export const line = (longest: number) =>
  z
    .string()
    .max(longest, `is longer than ${longest} characters`)
    .refine((text) => !hiddenCharacters.test(text), 'has a control character or line break')
    .transform((text) => text.trim())
    .pipe(z.string().min(1, 'is empty'));

/** Several lines of text for people. */
export const paragraph = (longest: number) =>
  z
    .string()
    .max(longest, `is longer than ${longest} characters`)
    .refine((text) => !hiddenCharactersButBreaks.test(text), 'has a control character')
    .transform((text) => text.trim().replaceAll('\r\n', '\n'))
    .pipe(z.string().min(1, 'is empty'));

export const httpsUrl = shape(() =>
  z
    .url({ protocol: /^https$/, error: 'is not an address that begins with https://' })
    .max(2048, 'is longer than 2048 characters')
    .refine((url) => !/^https:\/\/[^/?#]*@/i.test(url), 'may not carry a user name or password')
    // What reads an address drops these, so that it could say two things.
    .refine((url) => !hiddenCharacters.test(url) && !url.includes(' '), 'has a control character, line break or space'),
);

/** The address as a person types it; what is allowed in it says lambdas/sign-up/rules/address.ts. */
export const typedAddress = z.string().max(320, 'is longer than 320 characters');

/** An address that a client's people type: shown on pages and in mails as it stands. */
export const mailAddress = shape(() =>
  z
    .string()
    .max(254, 'is longer than 254 characters')
    .refine((text) => !hiddenCharacters.test(text), 'has a control character or line break')
    .regex(
      /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+\.[^\s@"(),:;<>[\\\].]+$/,
      'is not an address like hello@example.com',
    ),
);

export const languages = ['en', 'de', 'fr', 'es'] as const;
export const language = z.enum(languages);
export type Language = z.output<typeof language>;

/** Why an operator looks at, or acts on, what belongs to a client. Kept in the audit trail. */
export const reason = shape(() =>
  line(500).pipe(z.string().min(5, 'is too short to be a reason: at least 5 characters')),
);

/** An opaque place in a listing, from the reply before. */
export const pageToken = z.string().regex(/^[A-Za-z0-9_-]{1,1024}$/, 'is not a page token of this listing');

export const paging = shape(() =>
  z.strictObject({
    pageToken: pageToken.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
);

export const pageOf = <S extends z.ZodType>(item: Shape<S>) =>
  shape(() => z.strictObject({ items: z.array(item()), nextPageToken: pageToken.optional() }));

export const clientParams = shape(() => z.strictObject({ clientId }));
