import type { ApiPorts } from './api.ts';
import { auditTrail } from './audit.ts';
import { systemClock } from './clock.ts';
import { documentClient } from './db.ts';
import { randomIds } from './ids.ts';
import { jsonLog } from './logger.ts';
import { problemPage } from './page/problem-page.tsx';
import { originSecret } from './secrets.ts';
import { knownUsers } from './users.ts';

/** For functions behind the sign-in. */
export const signedInPorts = (): ApiPorts => ({
  log: jsonLog,
  originSecret,
  callers: { users: knownUsers(documentClient()), audit: auditTrail(documentClient(), systemClock, randomIds) },
});

/** For functions that anybody may call. */
export const publicPorts = (): ApiPorts => ({
  log: jsonLog,
  originSecret,
  problemPage,
});
