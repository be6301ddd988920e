import { describe, expect, it, vi } from 'vitest';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Language } from '#contract/common.ts';
import { problem } from '#contract/errors.ts';
import { formContent, requestSubscription, showForm, submitForm } from '#contract/sign-up.ts';
import type { Committed, StandingStore } from '#lambdas/consent/standing-store.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { accept, corsHeaders, shapeInWords } from '#lambdas/sign-up/accept-subscription.ts';
import { pageStamps } from '#lambdas/sign-up/page-stamps.ts';
import { proofOfWork } from '#lambdas/sign-up/proof-of-work.ts';
import type { ProofOfWorkMode } from '#lambdas/sign-up/rules/abuse-score.ts';
import type { MailDomain } from '#lambdas/sign-up/mail-domains.ts';
import type { FieldIssue } from '#lambdas/sign-up/rules/wish-of.ts';
import { show, submit } from '#lambdas/sign-up/serve-form.ts';
import type { SignUpApp } from '#lambdas/sign-up/sign-up-app.ts';
import { letterForm } from '#test/support/believable.ts';
import { id, notice } from '#test/support/people.ts';
import { solve } from '#test/support/solve.ts';

process.env.EPHEMERAL_TABLE = 'Ephemeral';
const { formId, clientId, noticeId } = notice;
const secret = 'a deployment secret for tests, long enough';
const secrets = {
  keys: addressKeys(secret),
  sealer: sealer(secret),
  links: linkTokens({ k1: secret }),
  stamps: pageStamps(secret),
  proofs: proofOfWork(secret),
};

interface World {
  pause?: () => Promise<void>;
  readonly mode?: ProofOfWorkMode;
  /** What the tables answer to each write, in turn; the last again and again. */
  readonly committed?: readonly Committed[];
  readonly mailDomain?: MailDomain;
  readonly language?: Language;
  /** What a process remembers, and what it finds when it looks again. */
  readonly notices?: readonly [remembered: string, afresh: string];
}

/** The public function over tables that answer as told. */
function setup({
  mode = 'on',
  committed = ['committed'],
  mailDomain = 'takes_mail',
  notices = [noticeId, noticeId],
  language = 'en',
  pause = () => Promise.resolve(),
}: World = {}) {
  const written: { alongside: number }[] = [];
  const at = new Date().toISOString();
  const content = formContent().parse({
    ...letterForm(notice.listId),
    language,
    origins: ['https://harbourbooks.example'],
  });
  const serve = (shown: string) => ({
    open: true,
    published: {
      v: 1 as const,
      form: {
        formId,
        clientId,
        content,
        status: 'published' as const,
        version: 1,
        url: 'https://x.example',
        createdAt: at,
        updatedAt: at,
      },
      listTitle: 'the letter',
      notice: { ...notice, noticeId: shown },
      noticeSha256: 'A'.repeat(43),
    },
  });
  const standings: Pick<StandingStore, 'commit' | 'find'> = {
    commit: (_before, _step, alongside = []) => {
      written.push({ alongside: alongside.length });
      return Promise.resolve(committed[Math.min(written.length, committed.length) - 1]!);
    },
    find: () => Promise.resolve(undefined),
  };
  const app = {
    api: {
      log: { info: () => {}, error: () => {} },
      originSecret: () => Promise.resolve('origin'),
      problemPage,
    },
    clock: { now: () => at },
    ids: { next: id },
    serving: (_, afresh) => Promise.resolve(serve(notices[afresh ? 1 : 0])),
    standings: standings as StandingStore,
    admit: () => Promise.resolve('admitted' as const),
    mailDomains: { look: () => Promise.resolve(mailDomain) },
    pause,
    mode: () => mode,
    secrets: () => Promise.resolve(secrets),
  } satisfies SignUpApp;
  const handler = api(
    [on(showForm, show), on(submitForm, submit), on(requestSubscription, accept, corsHeaders, shapeInWords)],
    (): SignUpApp => app,
  );
  const call = async (routeKey: string, body?: string, headers: Record<string, string> = {}) => {
    const event = {
      routeKey,
      rawQueryString: '',
      headers: { 'user-agent': 'Firefox/140', ...headers },
      pathParameters: { formId },
      requestContext: { http: { sourceIp: '198.51.100.7' }, requestId: 'r1', timeEpoch: Date.now() },
      body,
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEventV2;
    const { statusCode, body: text = '', headers: answered = {} } = await handler(event, {} as never);
    return { status: statusCode, text, headers: answered };
  };
  const stampAged = (seconds: number) =>
    secrets.stamps.stamp(noticeId, new Date(Date.parse(at) - seconds * 1_000).toISOString());
  return {
    written,
    get: () => call('GET /s/{formId}'),
    post: (more: Record<string, string> = {}) =>
      call(
        'POST /s/{formId}',
        new URLSearchParams({
          email: 'ada@harbourbooks.com',
          marketing_email: 'on',
          shown: stampAged(60),
          ...more,
        }).toString(),
        { 'content-type': 'application/x-www-form-urlencoded' },
      ),
    json: (more: Record<string, unknown> = {}) =>
      call(
        'POST /v1/forms/{formId}/subscriptions',
        JSON.stringify({ email: 'ada@harbourbooks.com', purposes: { marketing_email: true }, noticeId, ...more }),
        { 'content-type': 'application/json', origin: 'https://harbourbooks.example' },
      ),
    stampAged,
    challenge: () => secrets.proofs.challenge(formId, at).then(solve),
  };
}

describe('a sign-up that nothing is odd about', () => {
  it('is taken with one write: the request, where the address stands, and two counts', async () => {
    const { post, written } = setup();
    expect((await post()).status).toBe(200);
    expect(written).toEqual([{ alongside: 2 }]);
  });

  it('is taken by a page that was left open for a day', async () => {
    const { post, stampAged } = setup();
    expect((await post({ shown: stampAged(86_400) })).status).toBe(200);
  });
});

describe('the answer', () => {
  it.each([
    ['a new address', ['committed' as const]],
    ['a known one', ['changed_meanwhile' as const, 'committed' as const]],
  ])('to %s takes as long as any, so that nobody learns which it is (SC-22)', async (_, committed) => {
    let over = (): void => undefined;
    const { post, written } = setup({ committed, pause: () => new Promise((resolve) => (over = resolve)) });
    let answered = false;
    const answer = post().then(() => (answered = true));
    await vi.waitFor(() => expect(written).toHaveLength(committed.length));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    over();
    expect(await answer).toBe(true);
  });
});

describe('proof of work', () => {
  it('always: the page asks for it from the start, and sends no note of a problem', async () => {
    const { get } = setup({ mode: 'always' });
    const { status, text, headers } = await get();
    expect(status).toBe(200);
    expect(text).toContain('data-challenge');
    expect(text).not.toContain('role="alert"');
    expect(headers['content-security-policy']).toContain("script-src 'sha256-");
  });

  it.each<[ProofOfWorkMode, number, number]>([
    ['on', 60, 200],
    ['on', 1, 428],
    ['off', 1, 200],
    ['always', 60, 428],
  ])('%s, sent after %i seconds: %i', async (mode, seconds, status) => {
    const { post, stampAged, written } = setup({ mode });
    expect((await post({ shown: stampAged(seconds) })).status).toBe(status);
    expect(written).toHaveLength(status === 200 ? 1 : 0);
  });

  it('is written as used with the sign-up itself', async () => {
    const { post, stampAged, challenge, written } = setup();
    expect((await post({ shown: stampAged(1), challenge: await challenge() })).status).toBe(200);
    expect(written).toEqual([{ alongside: 3 }]);
  });

  it.each<[string, readonly number[], 'proven' | 'unproven', ProofOfWorkMode, number]>([
    ['its network asked too much', [0], 'unproven', 'on', 428],
    ['too many came by its form', [1], 'unproven', 'on', 428],
    ['too many even so: let fall, and told what everybody is told', [0], 'proven', 'on', 200],
    ['its challenge was used', [2], 'proven', 'on', 428],
    ['both', [0, 2], 'proven', 'on', 428],
    ['too many, and nobody is asked', [0], 'unproven', 'off', 200],
  ])('%s', async (_, refused, proven, mode, status) => {
    const { post, challenge } = setup({ mode, committed: [{ refused }] });
    expect((await post(proven === 'proven' ? { challenge: await challenge() } : {})).status).toBe(status);
  });

  it('is asked of JSON by a problem that its page may read', async () => {
    const { json } = setup({ mode: 'always' });
    const { status, text, headers } = await json();
    expect(status).toBe(428);
    expect(JSON.parse(text)).toMatchObject({
      code: 'proof_required',
      challenge: { parameters: { data: { form: formId } } },
    });
    expect(headers['access-control-allow-origin']).toBe('https://harbourbooks.example');
  });
});

describe('JSON of another shape', () => {
  const x = 'x'.repeat(600);
  it.each<[Record<string, unknown>, Record<string, FieldIssue>]>([
    [{ email: undefined }, { email: 'missing' }],
    [{ email: 7 }, { email: 'wrong_kind' }],
    [{ email: x }, { email: 'too_long' }],
    [{ purposes: undefined }, { purposes: 'box_needed' }],
    [{ purposes: { marketing_email: false } }, { 'purposes.marketing_email': 'box_needed' }],
    [{ purposes: { marketing_email: true, open_tracking: 'yes' } }, { 'purposes.open_tracking': 'wrong_kind' }],
    [{ noticeId: undefined }, { noticeId: 'required' }],
    [{ noticeId: 'x' }, { noticeId: 'wrong_kind' }],
    [{ firstName: ['Ada'] }, { firstName: 'wrong_kind' }],
    [{ firstName: x }, { firstName: 'too_long_text' }],
    [{ fields: { shop: { name: 'Hull' } } }, { 'fields.shop': 'wrong_kind' }],
    [{ fields: { shop: null } }, { 'fields.shop': 'wrong_kind' }],
    [{ fields: { shop: x } }, { 'fields.shop': 'too_long_text' }],
    [{ fields: { [x]: 'y' } }, { [`fields.${x}`]: 'unknown' }],
    [
      { admin: true, root: true },
      { admin: 'unknown', root: 'unknown' },
    ],
    [
      { email: 7, admin: true },
      { email: 'wrong_kind', admin: 'unknown' },
    ],
  ])("%j: a sentence in the form's language", async (more, issues) => {
    const { json } = setup({ language: 'de' });
    const { status, text, headers } = await json(more);
    expect(status).toBe(422);
    const { fields } = problem().loose().parse(JSON.parse(text));
    expect(Object.fromEntries(fields!.map(({ path, message }) => [path, message]))).toEqual(
      Object.fromEntries(Object.entries(issues).map(([path, issue]) => [path, wordsIn('de').issues[issue]])),
    );
    expect(headers['access-control-allow-origin']).toBe('https://harbourbooks.example');
  });
});

describe('the notice that was shown', () => {
  const newer = 'noticenotice0002';

  it('is looked up afresh before a page is called outdated: another process may have shown it', async () => {
    const { post, json } = setup({ notices: ['noticenotice0000', noticeId] });
    expect((await post()).status).toBe(200);
    expect((await json()).status).toBe(202);
  });

  it.each([
    ['an older one', {}],
    ['none', { shown: '' }],
    ['one that is none', { shown: 'x' }],
  ])('%s: the page again, and nothing written', async (_, more) => {
    const { post, written } = setup({ notices: [newer, newer] });
    const { status, text } = await post(more);
    expect(status).toBe(409);
    expect(text).toContain('value="ada@harbourbooks.com"');
    expect(text).not.toMatch(/\schecked/);
    expect(text).toContain(`value="${newer}.`);
    expect(written).toEqual([]);
  });
});

describe('a domain that takes no mail', () => {
  it('is told beside the field, before anything is asked or written', async () => {
    const { post, json, written } = setup({ mode: 'always', mailDomain: 'no_mail' });
    expect((await post()).text).toContain('No mail arrives');
    expect(JSON.parse((await json()).text)).toMatchObject({ fields: [{ path: 'email' }] });
    expect(written).toEqual([]);
  });

  it('is not one whose DNS is silent', async () => {
    expect((await setup({ mailDomain: 'unknown' }).post()).status).toBe(200);
  });
});
