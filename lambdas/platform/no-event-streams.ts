/**
 * Takes the place of the SDK's event streams, in bundles (lib/constructs/function-bundle.ts): nineteen kilobytes that run when
 * an answer of AWS comes piece by piece, which no call of ours asks for.
 */
throw new Error('event streams are left out of functions: see lib/constructs/function-bundle.ts');
