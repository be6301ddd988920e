/** Takes the place of packages that others import and that never come to run (lib/constructs/function-bundle.ts). */
export default {};
