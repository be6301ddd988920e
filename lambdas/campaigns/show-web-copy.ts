import type { showWebCopy } from '#contract/campaigns.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { day, later } from '#lambdas/platform/clock.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import type { WebCopyTarget } from '#lambdas/platform/link-tokens.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { gonePage, webCopyPage } from './pages/web-copy-pages.tsx';
import { profileThen } from './profile-then.ts';
import { renderMessage } from './render-message.ts';
import type { FieldValues } from './rules/compiled.ts';
import type { Rendered } from './rules/rendered.ts';
import { withInlinePictures } from './rules/inline-pictures.ts';
import type { CampaignItem } from './store.ts';
import type { WebCopyApp } from './web-copy-app.ts';

/** The message as this person got it, while the campaign keeps copies. Whatever we did not sign, or did not send, is nothing. */
export const run: Run<typeof showWebCopy, WebCopyApp> = async ({ params }, app) => {
  const target = (await app.links()).parseWebCopyToken(params.token);
  const campaign = target && (await app.campaigns.find(target.clientId, target.campaignId));
  if (!target || !campaign) throw notFound('message');
  const { draft, startedAt } = campaign;
  if (startedAt === undefined || later(startedAt, draft.webCopyDays * day) < app.clock.now())
    return gonePage(draft.language);
  const shown = await asSent(target, campaign, params.token, app);
  return shown === undefined ? gonePage(draft.language) : shown;
};

async function asSent(
  target: WebCopyTarget,
  campaign: CampaignItem,
  token: string,
  app: WebCopyApp,
): Promise<Page | undefined> {
  const [message, standing, { compiled }] = await Promise.all([
    app.messages.find(`${target.campaignId}-${target.contactId}`),
    app.standings.ofContact(target.contactId),
    app.campaigns.content(target.campaignId, campaign.contentHash),
  ]);
  if (!message?.evidence) throw notFound('message');
  // Who was erased leaves nothing to show.
  if (!standing || standing.contactId !== target.contactId) return undefined;
  const { consentSeq, renderedHash } = message.evidence;
  const links = await linksOf(standing, campaign.draft.listId, token, app);
  const render = (fields: FieldValues) =>
    Promise.all((['a', 'b'] as const).map((subject) => renderMessage(compiled, { fields, links }, subject)));

  const sealer = await app.sealer();
  const now = openProfile(sealer, standing);
  if (!now) return undefined;
  const then = await profileThen(standing, consentSeq, sealer, app.standings);
  // What was sent has its hash: of what is known, that which it is of is shown; else what was known at the time.
  const copies = (await Promise.all([then, now].flatMap((each) => (each ? [render(each.fields ?? {})] : [])))).flat();
  const whole = copies.filter((copy): copy is Extract<Rendered, { rendered: true }> => copy.rendered);
  const copy = whole.find((each) => each.renderedHash === renderedHash) ?? whole[0];
  return copy && webCopyPage(withInlinePictures(copy.html, copy.inlinePictures), app.publicUrl());
}

async function linksOf({ addressKey }: Standing, listId: string, token: string, app: WebCopyApp) {
  const links = await app.links();
  const publicUrl = app.publicUrl();
  const target = { addressKey, listId };
  return {
    unsubscribeUrl: `${publicUrl}/u/${links.linkToken('unsubscribe', target)}`,
    preferencesUrl: `${publicUrl}/p/${links.linkToken('preferences', target)}`,
    webCopyUrl: `${publicUrl}/w/${token}`,
  };
}
