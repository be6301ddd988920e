#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// The deployed functions run Node 24; a person's own Node 20 needs no reminder at every call.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
register();
await import('./assent.ts');
