import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { knownFields } from './known-fields.ts';
import type { KnownFields } from './known-fields.ts';

/** What a client's users, and operators for them, work on contacts with. */
export interface ContactsApp {
  readonly api: ApiPorts;
  readonly directory: Pick<FormsStore, 'client' | 'list'>;
  readonly knownFields: KnownFields;
}

export const contactsApp = lazily((): ContactsApp => ({
  api: signedInPorts(),
  directory: formsStore(documentClient()),
  knownFields: knownFields(documentClient()),
}));
