import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { approveClient, createClient } from '#contract/clients.ts';
import type { BodyInputOf } from '#contract/route.ts';
import { createForm, createList, publishForm } from '#contract/sign-up.ts';
import { harbourBooks, letterForm } from './believable.ts';
import { mailTo } from './mails.ts';
import type { Mail } from './mails.ts';
import type { Api } from './sign-in.ts';

/** A client that may serve forms. */
export async function approvedClient(
  operator: Api,
  overrides: Partial<BodyInputOf<typeof createClient>> = {},
): Promise<string> {
  const { clientId } = await operator(createClient, { body: { ...harbourBooks, ...overrides } });
  await operator(approveClient, { params: { clientId }, body: { reason: 'papers are complete' } });
  return clientId;
}

/** A published form of a list of its own; of a new client unless one is named. */
export async function publishedForm(
  operator: Api,
  { clientId, ...content }: { clientId?: string } & Partial<BodyInputOf<typeof createForm>> = {},
) {
  const owner = clientId ?? (await approvedClient(operator));
  const list = await operator(createList, {
    params: { clientId: owner },
    body: { name: 'Letter', title: 'the Harbour Books letter' },
  });
  const body = { ...letterForm(list.listId), ...content };
  const { formId } = await operator(createForm, { params: { clientId: owner }, body });
  const form = await operator(publishForm, { params: { clientId: owner, formId } });
  return { ...form, listId: list.listId };
}

export const someone = (name = 'ada'): string => `${name}-${randomBytes(4).toString('hex')}@example.net`;

/** An address of a network of its own, so that tests do not use up each other's rate. */
export const network = (): string => `198.${randomBytes(1)[0]! % 200}.${randomBytes(1)[0]!}.7`;

export interface Posted {
  readonly viewer?: string;
  readonly headers?: Record<string, string>;
}

/** A page of each form, opened once and left open: its stamp is good for a day. */
const opened = new Map<string, Promise<string>>();

/** The hidden field of a form that was opened long enough ago to have been read. */
export function stampOf(url: string): Promise<string> {
  const known = opened.get(url) ?? openPage(url).then((stamp) => sleep(2_100, stamp));
  opened.set(url, known);
  return known;
}

/** Opens the page, as it is now. @returns its hidden field */
export async function openPage(url: string): Promise<string> {
  const html = await (await fetch(url)).text();
  return /name="shown" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** Posts a form as a browser would. */
export const post = async (
  url: string,
  body: Record<string, string>,
  { viewer = network(), headers = {} }: Posted = {},
) =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ shown: await stampOf(url), ...body }),
    headers: { 'x-local-viewer-ip': viewer, ...headers },
  });

/** Signs somebody up and confirms by the button of the mail. @returns the confirm mail */
export async function subscribe(url: string, email: string, ticked: Record<string, string> = {}): Promise<Mail> {
  await post(url, { email, marketing_email: 'on', ...ticked });
  const mail = await mailTo(email);
  await fetch(mail.links[0]!, { method: 'POST' });
  return mail;
}
