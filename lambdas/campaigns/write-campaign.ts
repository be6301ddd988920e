import type { CampaignDraft, changeCampaign, createCampaign } from '#contract/campaigns.ts';
import type { FieldProblem } from '#contract/errors.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { timedId } from '#lambdas/platform/ids.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { checkNow } from './check-now.ts';
import { compile } from './compile.ts';
import type { ContentApp } from './content-app.ts';
import { known } from './read-campaigns.ts';
import { isFrozen } from './rules/states.ts';
import { stockPicture } from './stock-pictures.ts';
import { wholeOf } from './store.ts';
import type { CampaignContent, CampaignItem } from './store.ts';

export const create: Run<typeof createCampaign, ContentApp> = async ({ params: { clientId }, body, caller }, app) => {
  const at = app.clock.now();
  const campaignId = timedId(at, app.ids);
  const said = await saidBy(body, { clientId, campaignId, within: '' }, app);
  const added = await checked(
    {
      campaignId,
      clientId,
      state: 'draft',
      version: 1,
      draft: withoutContent(body),
      contentHash: said.compiled.contentHash,
      createdBy: caller().userName,
      createdAt: at,
      updatedAt: at,
    },
    said,
    app,
  );
  await app.campaigns.add(added, said, audited(app, caller(), clientId, 'campaign.created', campaignId));
  return reply(wholeOf(added, said));
};

/** A new version: what was checked, agreed to or timed was the one before. */
export const change: Run<typeof changeCampaign, ContentApp> = async ({ params, body, caller }, app) => {
  const from = await known(params, app);
  if (from.version !== body.version) throw changedMeanwhile();
  if (isFrozen(from.state))
    throw new DomainError('wrong_state', `a campaign that is ${from.state} stays as it is; take it back first`);
  const { clientId, campaignId, createdBy, createdAt } = from;
  const said = await saidBy(body.draft, { clientId, campaignId, within: 'draft.' }, app);
  const at = app.clock.now();
  const to = await checked(
    {
      campaignId,
      clientId,
      state: 'draft',
      version: from.version + 1,
      draft: withoutContent(body.draft),
      contentHash: said.compiled.contentHash,
      createdBy,
      createdAt,
      updatedAt: at,
    },
    said,
    app,
  );
  const audit = audited(app, caller(), clientId, 'campaign.changed', campaignId);
  if (!(await app.campaigns.change(from, to, audit, said))) throw changedMeanwhile();
  return reply(wholeOf(to, said));
};

interface Whose {
  readonly clientId: string;
  readonly campaignId: string;
  /** Before the path of a field that is not right. */
  readonly within: string;
}

/** DynamoDB keeps 400 kB in one item: what was typed and what it was compiled to. */
const mostBytes = 380_000;

async function saidBy(draft: CampaignDraft, { clientId, campaignId, within }: Whose, app: ContentApp) {
  const [client, list, fields] = await Promise.all([
    app.directory.client(clientId),
    app.directory.list(clientId, draft.listId),
    app.knownFields(clientId, draft.listId),
  ]);
  if (!client) throw notFound('client');
  if (!list) throw invalid([{ path: `${within}listId`, message: 'is not a list of this client' }]);
  const picture = async (pictureId: string) =>
    (await stockPicture(pictureId, app)) ?? (await app.pictures.find(clientId, pictureId));
  const compiled = await compile(draft, { client, listTitle: list.title, fields, picture, within });
  const said: CampaignContent = { v: 1, campaignId, content: draft.content, text: draft.text, compiled };
  const bytes = Buffer.byteLength(JSON.stringify(said));
  if (bytes > mostBytes)
    throw invalid([{ path: `${within}content`, message: `takes ${bytes} bytes to keep, at most ${mostBytes}` }]);
  return said;
}

/** Judged as it is saved: its author sees what would stop it, long before it is to go out. */
const checked = async (item: CampaignItem, said: CampaignContent, app: ContentApp): Promise<CampaignItem> => ({
  ...item,
  report: await checkNow(item, { ...app.check, campaigns: { content: () => Promise.resolve(said) } }),
});

const withoutContent = ({ content: _content, text: _text, ...draft }: CampaignDraft): CampaignItem['draft'] => draft;

const invalid = (fields: readonly FieldProblem[]): DomainError =>
  new DomainError('invalid_fields', 'some fields are not as they should be', { fields });

const changedMeanwhile = (): DomainError =>
  new DomainError('changed_meanwhile', 'somebody else changed this campaign just now; look at it again');
