/** SES in front of the emulator, with its inbox. @returns something to close */
export async function startSes(options) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // Not at the top: before the packages are installed there is no tsx.
  const { tsImport } = await import('tsx/esm/api');
  const { serveSes } = await tsImport('./server.ts', import.meta.url);
  return serveSes(options);
}
