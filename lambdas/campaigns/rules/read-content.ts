import { load } from 'cheerio';
import type { CheerioAPI } from 'cheerio';
import type { CampaignDraft, Content } from '#contract/campaigns.ts';
import { mjmlOfBlocks } from './blocks.ts';
import type { BlocksSettings, Placed } from './blocks.ts';
import { objectionsTo } from './judge-markup.ts';
import type { Node } from './nodes.ts';
import { placeIn } from './marks.ts';
import type { Marks, Taken } from './marks.ts';
import { htmlOfMjml, objectionsToMjml } from './mjml.ts';

export interface ReadContent {
  /** As a browser reads it, with marks in it. Whatever a mail may not hold has been told. */
  readonly $: CheerioAPI;
  readonly personal: readonly Placed[];
}

type Source = Exclude<Content, { kind: 'blocks' }>;

const path = 'content.source';

export async function readContent(
  draft: CampaignDraft,
  settings: Omit<BlocksSettings, 'language'>,
): Promise<ReadContent> {
  const { content, language } = draft;
  if (content.kind !== 'blocks') return { $: await readSource(content, settings.marks), personal: [] };
  const { mjml, personal } = mjmlOfBlocks(content, { ...settings, language });
  const { html, objections } = await htmlOfMjml(mjml);
  if (objections.length > 0) throw new Error(`blocks became MJML that is none: ${objections.join('; ')}`);
  const $ = load(html);
  judge($, (_, message) => {
    settings.marks.add({ path: 'content.blocks', message });
  });
  return { $, personal };
}

async function readSource({ kind, source }: Source, marks: Marks): Promise<CheerioAPI> {
  const taken = marks.take(source, path, { markup: true });
  if (kind === 'html') {
    const $ = load(taken.text, { sourceCodeLocationInfo: true });
    judge($, (node, message) => {
      marks.add({ path, message: `${placeOf(node, source, taken)}${message}` });
    });
    return $;
  }
  const refused = objectionsToMjml(taken.text);
  for (const { offset, message } of refused)
    marks.add({ path, message: `${placeIn(source, taken.offsetOf(offset))}${message}` });
  // What is refused is not compiled: its author has enough to mend.
  if (refused.length > 0 || taken.text === '') return load('');
  const { html, objections } = await htmlOfMjml(taken.text);
  for (const message of objections) marks.add({ path, message });
  const $ = load(html);
  judge($, (_, message) => {
    marks.add({ path, message });
  });
  return $;
}

function judge($: CheerioAPI, tell: (node: Node, message: string) => void): void {
  const root = $.root()[0];
  for (const { node, message } of root ? objectionsTo(root, 'html') : []) tell(node, message);
}

function placeOf(node: Node, source: string, { offsetOf }: Taken): string {
  const offset = node.sourceCodeLocation?.startOffset;
  return offset === undefined ? '' : placeIn(source, offsetOf(offset));
}
