import type { ComponentChildren } from 'preact';
import { card } from '#lambdas/platform/page/card.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import type { PageOwner } from '../follow-link.ts';

/** A page of whose mail the link was in; nobody's, in our own colour, when the notice is not known. */
export const ownersCard = (
  { language, brand, accentColour = '#0b6e99' }: PageOwner,
  title: string,
  children: ComponentChildren,
): Page => card({ language, title, brand: brand === undefined ? undefined : { name: brand, accentColour }, children });
