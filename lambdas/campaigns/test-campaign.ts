import type { testCampaign } from '#contract/campaigns.ts';
import type { Client, User } from '#contract/clients.ts';
import type { List } from '#contract/sign-up.ts';
import { testAddressKey } from '#lambdas/consent/rules/test-link.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { listLinks } from '#lambdas/platform/mail/list-links.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { senderStatus } from './check-now.ts';
import type { LifecycleApp } from './lifecycle-app.ts';
import { knownCampaign } from './move-on.ts';
import type { CompiledContent } from './rules/compiled.ts';
import type { CampaignItem } from './store.ts';

/** What is the same for everybody of a test. */
interface Edition {
  readonly campaign: CampaignItem;
  readonly client: Client;
  readonly list: List;
  readonly compiled: CompiledContent;
}

type Tested = { readonly sent: true } | { readonly sent: false; readonly because: string };

/**
 * The message as the client's own people would get it: marked, counted apart (purpose `test`), with links that change nothing.
 * It goes to users by name, so that nobody else can be mailed this way.
 */
export const run: Run<typeof testCampaign, LifecycleApp> = async ({ params, body, caller }, app) => {
  const campaign = await knownCampaign(params, app, body.version);
  const edition = await editionOf(campaign, app);
  const userNames = [...new Set(body.userNames)];
  await app.audit.write({
    clientId: campaign.clientId,
    actor: caller().userName,
    action: 'campaign.tested',
    subject: campaign.campaignId,
    reason: `sent to ${userNames.join(', ')}`,
  });
  const outcomes = await Promise.all(
    userNames.map(async (userName) => ({ userName, tested: await sendTest(userName, edition, app) })),
  );
  return reply({
    sent: outcomes.filter(({ tested }) => tested.sent).length,
    refused: outcomes.flatMap(({ userName, tested }) => (tested.sent ? [] : [{ userName, because: tested.because }])),
  });
};

async function editionOf(campaign: CampaignItem, { campaigns, check }: LifecycleApp): Promise<Edition> {
  const { clientId, campaignId, contentHash, draft } = campaign;
  const [client, list, said, sender] = await Promise.all([
    check.store.client(clientId),
    check.store.list(clientId, draft.listId),
    campaigns.content(campaignId, contentHash),
    senderStatus(clientId, draft.from.domain, check),
  ]);
  if (!client) throw notFound('client');
  if (!list) throw notFound('list');
  if (client.status !== 'approved')
    throw new DomainError('wrong_state', `this client is ${client.status}, and sends no mail`);
  if (sender !== 'ready')
    throw new DomainError('wrong_state', `${draft.from.domain} is not a sender domain that is ready: see senders`);
  return { campaign, client, list, compiled: said.compiled };
}

async function sendTest(userName: string, edition: Edition, app: LifecycleApp): Promise<Tested> {
  const { campaign, client, list, compiled } = edition;
  const { clientId, campaignId, draft } = campaign;
  const user = await app.testers.find(clientId, userName);
  if (!user) return { sent: false, because: 'no_such_user' };
  if (user.mailAddress === undefined) return { sent: false, because: 'no_mail_address' };
  const target = { addressKey: testAddressKey(draft.language), listId: draft.listId, clientId, title: list.title };
  const { headers, unsubscribeUrl, preferencesUrl } = listLinks(await app.links(), target, app.check.settings());
  const links = { unsubscribeUrl, preferencesUrl, webCopyUrl: preferencesUrl };
  const rendered = await app.check.render(forTests(compiled), { fields: namesOf(user), links });
  if (!rendered.rendered) return { sent: false, because: rendered.because };
  const { subject, html, text, inlinePictures } = rendered;
  try {
    return await app.transport.send(
      {
        messageId: `test-${campaignId}-${app.ids.next()}`,
        purpose: 'test',
        client: { clientId, brand: client.brand, tenantName: clientId },
        to: user.mailAddress,
        from: `${draft.from.localPart}@${draft.from.domain}`,
        replyTo: draft.from.replyTo ?? client.contactAddress,
        subject: `[Test] ${subject}`,
        html,
        text,
        inlinePictures,
        list: headers,
        tags: { test_of: campaignId },
        language: draft.language,
        tracked: false,
      },
      () => Promise.resolve({ send: true }),
    );
  } catch (error) {
    app.api.log.error('test mail', { campaignId }, error);
    return { sent: false, because: 'put_off' };
  }
}

/**
 * What nobody told is empty here, so that the test shows how that looks; a real one goes by the campaign's own choice. Other
 * content than that of the campaign, it is kept apart by a hash of its own.
 */
const forTests = (compiled: CompiledContent): CompiledContent => ({
  ...compiled,
  missing: 'empty',
  contentHash: sha256Of(`${compiled.contentHash} test`),
});

function namesOf({ displayName }: User): Record<string, string> {
  const [first = '', ...rest] = displayName.split(' ');
  return { first_name: first, ...(rest.length > 0 ? { last_name: rest.join(' ') } : {}) };
}
