import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { lazilyAsync } from '#lambdas/platform/lazily.ts';
import { readAsset } from './assets.ts';
import { fontMetrics } from './font-metrics.ts';

/** The renderer and its fonts, read once: some 70 ms. */
export const svgRenderer = lazilyAsync(async () => {
  const [renderer, heavy, medium] = await Promise.all([readAsset('renderer'), readAsset('heavy'), readAsset('medium')]);
  await initWasm(renderer);
  return {
    fonts: { heavy: fontMetrics(heavy), medium: fontMetrics(medium) },
    png: (svg: string): Uint8Array => render(svg, [heavy, medium]),
  };
});

function render(svg: string, fontBuffers: Uint8Array[]): Uint8Array {
  const image = new Resvg(svg, { font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Inter' } });
  try {
    const pixels = image.render();
    try {
      return pixels.asPng();
    } finally {
      pixels.free();
    }
  } finally {
    // Memory of the renderer is its own: nobody else collects it.
    image.free();
  }
}
