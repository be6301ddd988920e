import { campaignDraft } from '#contract/campaigns.ts';
import { compile } from '#lambdas/campaigns/compile.ts';
import { drawPersonalPicture } from '#lambdas/campaigns/personal-picture/draw.ts';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import { templates } from '#lambdas/campaigns/templates.ts';
import { exampleClient } from '#contract/examples.ts';
import { median } from './report.ts';
import type { Figure, Table } from './report.ts';

const links = {
  unsubscribeUrl: `https://news.example.com/u/${'A'.repeat(60)}`,
  preferencesUrl: `https://news.example.com/p/${'A'.repeat(60)}`,
  webCopyUrl: `https://news.example.com/w/${'A'.repeat(71)}`,
};

const textOnly = (bytes: number) => ({
  kind: 'html' as const,
  source: `<p>Good evening, {{ first_name | default: "dear reader" }}.</p>${'<p>Three books for the long evenings. </p>'.repeat(Math.ceil(bytes / 44))}<p><a href="https://shop.example/?n={{ first_name }}">See them</a></p>`,
});

async function compiledOf(content: unknown) {
  const draft = campaignDraft.parse({
    name: 'Bench',
    listId: 'R5vNc8JdPz1HsYq4',
    from: { domain: 'news.example.com' },
    language: 'en',
    subject: 'Three books, {{ first_name | default: "dear reader" }}',
    content,
  });
  const before = performance.now();
  const compiled = await compile(draft, {
    client: exampleClient,
    listTitle: 'the Harbour Books letter',
    fields: [],
    picture: () => Promise.resolve({ url: 'https://news.example.com/media/x.png', width: 1200 }),
  });
  return { compiled, ms: performance.now() - before };
}

/** CPU of this process alone, so that a busy machine does not count. */
async function cpuMicroseconds(times: number, run: (turn: number) => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < times; turn++) await run(round * times + turn);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / times);
  }
  return median(rounds);
}

/** What a message costs to fill in, and a picture to draw. */
export async function rendering(): Promise<Table> {
  const figures: Figure[] = [];
  for (const [what, content] of [
    ['1 kB', textOnly(1_000)],
    ['20 kB', textOnly(20_000)],
    ['the template of a letter', templates[0]?.content],
  ] as const) {
    const { compiled } = await compiledOf(content);
    const { ms } = await compiledOf(content);
    const micros = await cpuMicroseconds(1_000, (turn) =>
      renderMessage(compiled, { fields: { first_name: `Ada ${turn}` }, links }),
    );
    figures.push({
      what: `a message of ${what} (HTML of ${(compiled.html.length / 1_000).toFixed(1)} kB)`,
      measured: `${micros.toFixed(0)} µs of CPU; compiled in ${ms.toFixed(0)} ms when it is saved`,
    });
  }
  for (const design of ['card', 'ticket', 'banner'] as const) {
    const sizes: number[] = [];
    const draw = async (text: string): Promise<void> => {
      const png = await drawPersonalPicture({
        contentId: 'personal-1',
        design,
        text,
        caption: 'Reading night · Friday 12 December',
        alt: '',
        accent: '#1f5c7a',
        paper: '#ffffff',
        ink: '#1f2328',
      });
      sizes.push(png?.byteLength ?? 0);
    };
    await draw('Ada');
    const drawn = await cpuMicroseconds(10, (turn) => draw(`Emeka ${turn}`));
    const again = await cpuMicroseconds(1_000, () => draw('Ada'));
    figures.push({
      what: `a personal picture, ${design}`,
      measured: `${(drawn / 1_000).toFixed(0)} ms of CPU, ${(median(sizes) / 1_000).toFixed(0)} kB; a name that came before: ${again.toFixed(0)} µs`,
    });
  }
  return { title: 'A message, filled in for one person', figures };
}
