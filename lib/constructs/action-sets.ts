/**
 * What a function may do with a table, in words. `grantReadData` and its like also allow Scan, and are not used.
 * A transaction asks for the action of each of its parts.
 */
export const tableActions = {
  read: ['dynamodb:GetItem', 'dynamodb:Query'],
  look: ['dynamodb:GetItem'],
  page: ['dynamodb:Query'],
  lookAtMany: ['dynamodb:BatchGetItem'],
  append: ['dynamodb:PutItem'],
  change: ['dynamodb:UpdateItem'],
  /** In the background only. */
  scan: ['dynamodb:Scan'],
} as const;
export type TableUse = keyof typeof tableActions;
