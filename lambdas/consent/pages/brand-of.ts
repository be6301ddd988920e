import { assentBlue } from '#lambdas/platform/page/colours.ts';
import type { PageOwner } from '../follow-link.ts';

/** Nobody's page, in our own colour, when the notice is not known. */
export const brandOf = ({ brand, accentColour }: PageOwner) =>
  brand === undefined ? undefined : { name: brand, accentColour: accentColour ?? assentBlue };
