/**
 * Takes the place of the SDK's event streams, in bundles (lib/constructs/function-bundle.ts): nineteen kilobytes that run when
 * an answer of AWS comes piece by piece, which no call of ours asks for. S3's client asks for the first two when it is made.
 */
export const eventStreamSerdeProvider = () => undefined;
export const resolveEventStreamSerdeConfig = <T>(config: T): T => config;

export function EventStreamSerde(): never {
  throw new Error('event streams are left out of functions: see lib/constructs/function-bundle.ts');
}
