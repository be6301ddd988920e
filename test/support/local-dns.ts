import { running } from './running.ts';

/** Sets records in the DNS of the local cloud, given as lines of a zone file. */
export async function putRecords(zoneFile: string): Promise<void> {
  const answer = await fetch(`${running().inboxUrl}/dns`, { method: 'PUT', body: zoneFile });
  if (!answer.ok) throw new Error(`the local DNS did not take these lines: ${await answer.text()}`);
}

export async function removeRecord(name: string, type: 'CNAME' | 'MX' | 'TXT'): Promise<void> {
  const answer = await fetch(`${running().inboxUrl}/dns?${new URLSearchParams({ name, type })}`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`the local DNS has no ${type} of ${name}`);
}
