import type { Language } from '#contract/common.ts';
import { holdNoticeWordsIn } from '#lambdas/platform/words/hold-notice.ts';
import { noticeFrame } from './notice-frame.ts';

export interface LiftNoticeView {
  readonly language: Language;
  readonly brand: string;
  readonly campaign: { readonly name: string; readonly campaignId: string; readonly clientId: string };
}

/** What SES stopped may go on, once a person says so. */
export function liftNotice({ language, brand, campaign }: LiftNoticeView) {
  const words = holdNoticeWordsIn(language);
  const { name, campaignId, clientId } = campaign;
  return noticeFrame({
    language,
    subject: words.subjectLifted(name),
    lead: [words.lifted(brand, name)],
    lists: [],
    then: words.resume,
    command: `npx assent campaign resume ${campaignId} --client ${clientId} --reason …`,
    why: words.why,
  });
}
