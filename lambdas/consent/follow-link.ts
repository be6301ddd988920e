import type { Language } from '#contract/common.ts';
import type { Notice } from '#contract/consent.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import type { LinkKind } from '#lambdas/platform/link-tokens.ts';
import type { ConsentApp } from './consent-app.ts';
import { testLanguageOf } from './rules/test-link.ts';
import type { Standing } from './rules/standing.ts';

export interface FollowedLink {
  readonly standing: Standing;
  /** The list whose mail carried the link; it may be gone. */
  readonly listId: string;
}

/** @throws DomainError not_found for whatever we did not sign */
export async function followLink(app: ConsentApp, kind: LinkKind, token: string): Promise<FollowedLink> {
  const target = (await app.links()).parseLinkToken(kind, token);
  const standing = target && (await app.standings.find(target.addressKey));
  if (!standing) throw notFound('link');
  return { standing, listId: target.listId };
}

/** The language of a test mail, if the link is of one. */
export async function ofTest(app: ConsentApp, kind: LinkKind, token: string): Promise<Language | undefined> {
  const target = (await app.links()).parseLinkToken(kind, token);
  return target && testLanguageOf(target.addressKey);
}

/** Whose page it is, and how it looked: as the notices say that the person agreed to. Kept for good, whatever became of the client. */
export interface PageOwner {
  readonly language: Language;
  readonly brand?: string;
  readonly accentColour?: string;
}

export function ownerOf({ standing, listId }: FollowedLink, notices: ReadonlyMap<string, Notice>): PageOwner {
  const list = standing.lists[listId] ?? Object.values(standing.lists)[0];
  const notice = list && notices.get(list.noticeId);
  return { language: list?.language ?? 'en', brand: notice?.controller.brand, accentColour: notice?.accentColour };
}

/** The notices of all lists of a person, by id. */
export async function noticesOf(app: ConsentApp, { lists }: Standing): Promise<Map<string, Notice>> {
  const ids = [...new Set(Object.values(lists).map(({ noticeId }) => noticeId))];
  const found = await Promise.all(ids.map((noticeId) => app.standings.notice(noticeId)));
  return new Map(found.flatMap((notice) => (notice ? [[notice.noticeId, notice] as const] : [])));
}
