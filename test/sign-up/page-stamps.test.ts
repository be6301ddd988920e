import { describe, expect, it } from 'vitest';
import { pageStamps } from '#lambdas/sign-up/page-stamps.ts';

const stamps = pageStamps('a deployment secret for tests');
const noticeId = 'notice-notice_01';
const at = '2026-11-24T09:00:00.000Z';

describe("a page's stamp", () => {
  it('says which notice was shown, and when', () => {
    expect(stamps.read(stamps.stamp(noticeId, at))).toEqual({ noticeId, at });
  });

  it('without a time is that of a snippet', () => {
    expect(stamps.read(noticeId)).toEqual({ noticeId });
  });

  it.each([
    ['another time', (stamp: string) => stamp.replace(/\.\w+\./, '.mzzzzzzz.')],
    ['another notice', (stamp: string) => stamp.replace('notice-notice_01', 'notice-notice_02')],
    ['another signature', (stamp: string) => `${stamp.slice(0, -2)}AA`],
  ])('altered to %s says no time any more', (_, alter) => {
    const read = stamps.read(alter(stamps.stamp(noticeId, at)));
    expect(read?.noticeId).toMatch(/^notice/);
    expect(read?.at).toBeUndefined();
  });

  it('of another deployment says no time', () => {
    expect(pageStamps('another secret').read(stamps.stamp(noticeId, at))).toEqual({ noticeId });
  });

  it.each([undefined, '', 'x', 'notice-notice_01.', `${noticeId}.zz.${'A'.repeat(22)}`, `${noticeId}\n`])(
    'of any other form is none: %j',
    (text) => {
      expect(stamps.read(text)).toBeUndefined();
    },
  );
});
