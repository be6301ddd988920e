import { worstCase } from '#contract/campaigns.ts';
import type { Preview, previewCampaign } from '#contract/campaigns.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContentApp } from './content-app.ts';
import { known } from './read-campaigns.ts';
import { renderMessage } from './render-message.ts';
import { withInlinePictures } from './rules/inline-pictures.ts';
import type { CompiledContent, FieldValues } from './rules/compiled.ts';
import { worstFields } from './rules/worst-cases.ts';

/** The message as somebody would get it. The hardest cases are nobody; unless others are asked for, all of them. */
export const run: Run<typeof previewCampaign, ContentApp> = async ({ params, body }, app) => {
  const campaign = await known(params, app);
  const { clientId, draft, contentHash } = campaign;
  const [{ compiled }, fields] = await Promise.all([
    app.campaigns.content(campaign.campaignId, contentHash),
    app.knownFields(clientId, draft.listId),
  ]);
  const worst = body.worst ?? (body.contactId === undefined ? worstCase.options : []);
  const people: (readonly [of: string, fields: FieldValues])[] = worst.map((each) => [each, worstFields(each, fields)]);
  if (body.contactId !== undefined)
    people.unshift([body.contactId, await fieldsOf(clientId, draft.listId, body.contactId, app)]);
  const links = previewLinks(app.publicUrl(), draft.webCopyDays > 0);
  const previews = await Promise.all(people.map(([of, values]) => previewOf(of, compiled, values, links)));
  return reply({ previews });
};

/** Lead to pages that say there is nothing: nobody's link is shown to anybody else. */
const previewLinks = (publicUrl: string, webCopy: boolean) => ({
  unsubscribeUrl: `${publicUrl}/u/preview`,
  preferencesUrl: `${publicUrl}/p/preview`,
  ...(webCopy ? { webCopyUrl: `${publicUrl}/w/preview` } : {}),
});

async function fieldsOf(clientId: string, listId: string, contactId: string, app: ContentApp): Promise<FieldValues> {
  const standing = await app.standings.ofContact(contactId);
  const own = standing?.clientId === clientId && standing.contactId === contactId && listId in standing.lists;
  const profile = own ? openProfile(await app.sealer(), standing) : undefined;
  if (!profile) throw notFound('contact');
  return profile.fields ?? {};
}

async function previewOf(
  of: string,
  compiled: CompiledContent,
  fields: FieldValues,
  links: ReturnType<typeof previewLinks>,
): Promise<Preview> {
  const message = await renderMessage(compiled, { fields, links });
  if (message.rendered) return shown(of, message);
  // What would be sent if it were: so that its author sees what is missing, and where.
  const anyway = await renderMessage({ ...compiled, missing: 'empty' }, { fields, links });
  const skipped = message.because;
  return anyway.rendered
    ? { ...shown(of, anyway), skipped }
    : { of, subject: '', html: '', text: '', bytes: 0, skipped };
}

const shown = (
  of: string,
  message: Extract<Awaited<ReturnType<typeof renderMessage>>, { rendered: true }>,
): Preview => ({
  of,
  subject: message.subject,
  html: withInlinePictures(message.html, message.inlinePictures),
  text: message.text,
  bytes: Buffer.byteLength(message.html),
});
