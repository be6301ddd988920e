import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * Files that are read as they are: the renderer, and fonts under the SIL Open Font License 1.1. lib/constructs/function-bundle.ts
 * puts them, with their licences, beside a function that draws, in the place where Node looks for packages.
 */
export const assets = {
  renderer: '@resvg/resvg-wasm/index_bg.wasm',
  medium: '@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf',
  heavy: '@expo-google-fonts/inter/800ExtraBold/Inter_800ExtraBold.ttf',
} as const;

const packages = createRequire(import.meta.url);

export const readAsset = (asset: keyof typeof assets): Promise<Buffer> => readFile(packages.resolve(assets[asset]));
