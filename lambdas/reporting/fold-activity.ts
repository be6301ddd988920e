import { foldApp, handlerWith } from './fold-figures.ts';

/** Opens and clicks, in stretches of the stream of their own: they stop nobody, and cost less when many are counted together. */
export const handler = handlerWith(foldApp);
