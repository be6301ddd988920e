import { Liquid } from 'liquidjs';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import type { Render } from './rules/rendered.ts';

const html = new Liquid({ ownPropertyOnly: true, outputEscape: 'escape', strictFilters: true, renderLimit: 500 });
const plain = new Liquid({ ownPropertyOnly: true, strictFilters: true, renderLimit: 500 });

/** Fills a message in for one person. */
export const renderMessage: Render = async (compiled, { fields, links }, subject = 'a') => {
  const values = {
    ...fields,
    unsubscribe_url: links.unsubscribeUrl,
    preferences_url: links.preferencesUrl,
    web_copy_url: links.webCopyUrl ?? '',
  };
  const said = {
    subject: String(
      await plain.parseAndRender((subject === 'b' ? compiled.subjectB : undefined) ?? compiled.subject, values),
    ),
    html: String(await html.parseAndRender(compiled.html, values)),
    text: String(await plain.parseAndRender(compiled.text, values)),
  };
  return { rendered: true, ...said, inlinePictures: [], renderedHash: sha256Of(JSON.stringify(said)) };
};
