/** Which secrets of an endpoint sign at a time: the newest, and the one before for a day after a rotation. */
export function secretVersions(
  endpoint: { readonly secretVersion: number; readonly previousSecretUntil?: string },
  at: string,
): number[] {
  const { secretVersion, previousSecretUntil } = endpoint;
  const both = previousSecretUntil !== undefined && at < previousSecretUntil;
  return both ? [secretVersion, secretVersion - 1] : [secretVersion];
}
