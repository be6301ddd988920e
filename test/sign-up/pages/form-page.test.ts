import { describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import type { Language } from '#contract/common.ts';
import { formContent } from '#contract/sign-up.ts';
import { publishedForm } from '#lambdas/sign-up/forms-store.ts';
import { formPage } from '#lambdas/sign-up/pages/form-page.tsx';
import { snippetOf } from '#lambdas/sign-up/pages/snippet.tsx';
import { proofOfWork } from '#lambdas/sign-up/proof-of-work.ts';
import { fieldsOf } from '#lambdas/sign-up/rules/wish-of.ts';
import { notice } from '#test/support/people.ts';

const sentence = 'Harbour Books keeps what you write here to send you its letter, and gives it to nobody else. ';

/** A form that asks for all that a form can ask for. */
function everything(language: Language) {
  const types = ['text', 'number', 'date', 'box'] as const;
  const content = formContent().parse({
    name: 'Everything',
    listId: notice.listId,
    language,
    heading: 'The Harbour Books letter',
    introduction: sentence.repeat(3),
    frequency: 'about once a month',
    fields: { firstName: 'required', lastName: 'required' },
    ownFields: [
      ...Array.from({ length: 8 }, (_, place) => ({
        key: `field_${place}`,
        label: `A question of some length about this and that, number ${place}`,
        type: types[place % 4],
      })),
      ...['country', 'shop'].map((key) => ({
        key,
        label: 'Which of these?',
        type: 'choice',
        options: Array.from({ length: 10 }, (_, place) => `Harbour number ${place}`),
      })),
    ],
    boxes: { marketing_email: sentence, open_tracking: sentence, click_tracking: sentence },
    notice: sentence.repeat(20),
    minimumAge: 16,
  });
  const { formId, clientId } = notice;
  const at = '2026-11-24T09:00:00.000Z';
  return publishedForm().parse({
    v: 1,
    form: {
      ...{ formId, clientId, content, status: 'published', version: 1, createdAt: at, updatedAt: at },
      url: `https://news.example.com/s/${formId}`,
    },
    listTitle: 'the Harbour Books letter',
    notice: { ...notice, text: content.notice },
    noticeSha256: 'A'.repeat(43),
  });
}

const stamp = 'noticenotice0001.mvabcdef.AAAAAAAAAAAAAAAAAAAAAA';

describe.each(languages)('the form, with ten fields of its own, in %s', (language) => {
  const published = everything(language);
  const all = { published, stamp, globalPrivacyControl: true };
  const keys = ['email', 'marketing_email', 'age', ...fieldsOf(published.form.content).map(({ key }) => key)];

  it('is at most 15 kB, and so it is with every field to mend, or a proof of work to do', async () => {
    const issues = Object.fromEntries(keys.map((key) => [key, 'required' as const]));
    const challenge = await proofOfWork('a deployment secret for tests').challenge(
      published.form.formId,
      new Date().toISOString(),
    );
    for (const view of [all, { ...all, typed: {}, issues }, { ...all, typed: { email: 'ada@example.net' }, challenge }])
      expect(Buffer.byteLength(formPage(view).html)).toBeLessThanOrEqual(15_000);
  });

  it('says to whose browser asks that the boxes decide, and to nobody else (PR-14)', () => {
    const says = {
      en: 'The boxes decide',
      de: 'Die Kästchen entscheiden',
      fr: 'les cases qui décident',
      es: 'Deciden las casillas',
    };
    expect(formPage(all).html).toContain(says[language]);
    expect(formPage({ ...all, globalPrivacyControl: false }).html).not.toContain(says[language]);
  });

  it('has a script only when work is to be proved, and its policy says so', () => {
    const { html, headers } = formPage(all);
    expect(html).not.toContain('<script');
    expect(headers['content-security-policy']).not.toContain('script-src');
  });

  it('ticks nothing for anybody, on the page and in the snippet', () => {
    expect(formPage(all).html).not.toMatch(/\schecked/);
    expect(snippetOf(published)).not.toMatch(/\schecked/);
  });

  it('names in the snippet the notice that the snippet shows', () => {
    const snippet = snippetOf(published);
    expect(snippet).toContain(`name="shown" value="${published.notice.noticeId}"`);
    expect(snippet).toContain(published.notice.text.trim());
    expect(snippet).not.toMatch(/<script|<style|style=/);
  });
});
