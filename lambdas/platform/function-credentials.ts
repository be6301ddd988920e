import { optionalSetting, setting } from './environment.ts';

/**
 * Takes the place of the SDK's own search for credentials, in bundles (lib/constructs/function-bundle.ts). Lambda gives a
 * function the keys of its role in the environment and nowhere else; looking in files, for SSO and for instance metadata
 * is a hundred kilobytes that never run.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => () =>
  Promise.resolve({
    accessKeyId: setting('AWS_ACCESS_KEY_ID'),
    secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    sessionToken: optionalSetting('AWS_SESSION_TOKEN'),
  });
