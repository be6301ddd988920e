/** The bucket of daily checkpoints: what anybody may see, and the trees that paths are read from. */
export const checkpointsBucket = { environment: 'CHECKPOINTS_BUCKET' } as const;

export const checkpointPrefix = 'checkpoints/';
export const checkpointKey = (day: string): string => `${checkpointPrefix}${day}.json`;

export const treePrefix = 'trees/';
/** Named by its root: two runs of a day can never write over each other's tree. */
export const treeKey = (day: string, root: string): string => `${treePrefix}${day}/${root}`;
