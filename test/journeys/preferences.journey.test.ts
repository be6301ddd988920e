import { beforeAll, describe, expect, it } from 'vitest';
import { mailsTo } from '#test/support/mails.ts';
import type { Mail } from '#test/support/mails.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

let operator: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;

beforeAll(async () => {
  operator = await newOperator();
  form = await publishedForm(operator, {
    boxes: {
      marketing_email: 'Send me the Harbour Books letter.',
      open_tracking: 'You may count whether I open it.',
      click_tracking: 'You may count which links I follow.',
    },
  });
});

async function welcomeTo(email: string): Promise<Mail> {
  for (let waited = 0; waited < 20_000; waited += 250) {
    const mail = (await mailsTo(email)).find(({ subject }) => subject.startsWith('You are signed up'));
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('no welcome mail came within 20 seconds');
}

describe('the welcome mail', () => {
  it('comes', async () => {
    const email = someone();
    await subscribe(form.url, email, { open_tracking: 'on' });
    const mail = await welcomeTo(email);
    console.log(mail);
    expect(mail).toBeDefined();
  });
});
