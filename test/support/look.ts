import { mailsTo } from './mails.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** What a mail program does with the newest mail to somebody, if that counts: shows it, and follows links by their place. */
export async function look(email: string, { userAgent = firefox, links = [] as number[] } = {}): Promise<void> {
  const [mail] = await mailsTo(email);
  const urls = [...mail!.html.matchAll(/(?:src|href)="([^"]+\/track\/[^"]+)"/g)].map(([, url]) => url!);
  const get = (url: string) => fetch(url, { headers: { 'user-agent': userAgent }, redirect: 'manual' });
  await get(urls.find((url) => url.endsWith('/open'))!);
  for (const link of links) await get(urls.find((url) => url.endsWith(`/click/${link}`))!);
}
