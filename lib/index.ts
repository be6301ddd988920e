export { AssentStage, assentStacks } from './assent-stage.ts';
export type { AssentStacksProps, AssentStageProps } from './assent-stage.ts';
export { DataStack } from './data-stack.ts';
export { EdgeStack } from './edge-stack.ts';
export { InsightStack } from './insight-stack.ts';
export { MailStack } from './mail-stack.ts';
export { ServiceStack } from './service-stack.ts';
export { settings, settingsFrom } from './settings.ts';
export type { Settings } from './settings.ts';
