import { page, route } from './route.ts';

export const showSignpost = route({
  id: 'showSignpost',
  capability: 'signpost',
  audience: 'public',
  method: 'GET',
  path: '/',
  status: 200,
  summary: 'What lives here, and how mails are stopped: for who took the path off an address.',
  reply: page,
});

export const signpostRoutes = [showSignpost] as const;
