import { register } from 'tsx/esm/api';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
register();
const { seedClients } = await import('./seed-clients.ts');
console.log(JSON.stringify(await seedClients()));
