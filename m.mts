import { checkMetrics } from '#local/metrics.ts'; import { readFileSync } from 'node:fs';
await checkMetrics(JSON.parse(readFileSync('local/.state/running.json','utf8')));
