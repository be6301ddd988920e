import type { CompiledContent } from './rules/compiled.ts';

type PersonalPicture = CompiledContent['personalPictures'][number];

/** @returns a PNG; undefined when it cannot be drawn for these words, and its alternative text is to stand there */
export function drawPersonalPicture(_picture: PersonalPicture): Promise<Uint8Array | undefined> {
  return Promise.resolve(undefined);
}
