import { releaseImport } from '#contract/contacts.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { release, releaseApp } from './release-import.ts';

export const handler = api([on(releaseImport, release)], releaseApp);
