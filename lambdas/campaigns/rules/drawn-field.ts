/** Says to a template whether a picture could be drawn; no field of a contact begins so. */
export const drawnField = (contentId: string): string => `_${contentId.replaceAll('-', '_')}`;
