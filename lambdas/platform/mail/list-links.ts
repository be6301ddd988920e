import type { LinkTarget, LinkTokens } from '../link-tokens.ts';
import type { ListHeaders } from '../mail-transport.ts';

export interface ListLinks {
  /** For the text of the mail. */
  readonly preferencesUrl: string;
  readonly unsubscribeUrl: string;
  readonly headers: ListHeaders;
}

export interface ListMailSettings {
  readonly publicUrl: string;
  readonly fromDomain: string;
  /** Where mail to unsubscribe is read; absent when nobody reads it, and then it is not offered. */
  readonly unsubscribeAddress?: string;
}

/** How one person stops or changes what comes from a list. The id of a list never changes (ML-03). */
export function listLinks(
  links: LinkTokens,
  target: LinkTarget & { readonly clientId: string; readonly title: string },
  { publicUrl, fromDomain, unsubscribeAddress }: ListMailSettings,
): ListLinks {
  const token = links.linkToken('unsubscribe', target);
  const unsubscribeUrl = `${publicUrl}/u/${token}`;
  return {
    unsubscribeUrl,
    preferencesUrl: `${publicUrl}/p/${links.linkToken('preferences', target)}`,
    headers: {
      id: `${target.listId}.${target.clientId}.${fromDomain}`,
      name: target.title,
      unsubscribeUrl,
      reportUrl: `${publicUrl}/abuse?client=${target.clientId}`,
      // The token is the subject: a local part may be lower-cased on its way, a subject is not.
      ...(unsubscribeAddress === undefined
        ? {}
        : { unsubscribeMailto: `mailto:${unsubscribeAddress}?subject=${token}` }),
    },
  };
}
