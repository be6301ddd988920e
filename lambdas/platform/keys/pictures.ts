/** The bucket of pictures: what was posted, for a day, and what is served. */
export const picturesBucket = { environment: 'PICTURES_BUCKET' } as const;

export const uploadPrefix = 'uploads/';
export const uploadKey = (clientId: string, pictureId: string): string => `${uploadPrefix}${clientId}/${pictureId}`;

/** Also the path at which the distribution serves it. Named by what it shows: the same for whoever has the same picture. */
export const mediaPrefix = 'media/';
export const mediaKey = (sha256: string, extension: string): string => `${mediaPrefix}${sha256}.${extension}`;
