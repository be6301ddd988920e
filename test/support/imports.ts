import { createImport, getImport, previewImport, startImport } from '#contract/contacts.ts';
import type { ContactImport } from '#contract/contacts.ts';
import type { BodyInputOf } from '#contract/route.ts';
import type { Api } from './sign-in.ts';

export const attested: BodyInputOf<typeof startImport>['provenance'] = {
  source: 'shop',
  where: 'the till in Quay Street',
  from: '2025-01-01',
  until: '2026-06-30',
  notice: 'May we send you our letter? You can stop it at any time.',
  attestedBy: 'Emeka Obi',
  attests: true,
};

/** Posts a file as a browser would. @returns the import, and what S3 said */
export async function posted(user: Api, of: { clientId: string; listId: string }, bytes: Buffer) {
  const { clientId, listId } = of;
  const { import: made, upload } = await user(createImport, {
    params: { clientId },
    body: { listId, fileName: 'customers.csv' },
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]));
  const answer = await fetch(upload.url, { method: 'POST', body: form });
  return { ...made, answer };
}

/** Posts, looks and starts with what is suggested. */
export async function startedImport(
  user: Api,
  of: { clientId: string; listId: string },
  bytes: Buffer,
  settings: Partial<BodyInputOf<typeof startImport>> = {},
): Promise<ContactImport> {
  const { importId } = await posted(user, of, bytes);
  const params = { clientId: of.clientId, importId };
  const { suggested } = await user(previewImport, { params });
  const body = { mapping: suggested, provenance: attested, language: 'en' as const, ...settings };
  return user(startImport, { params, body });
}

/** Waits until an import moves no more by itself. */
export async function rested(user: Api, { clientId, importId }: { clientId: string; importId: string }) {
  for (let waited = 0; waited < 120_000; waited += 250) {
    const found = await user(getImport, { params: { clientId, importId } });
    if (!['checking', 'importing'].includes(found.status)) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the import did not end within two minutes');
}
