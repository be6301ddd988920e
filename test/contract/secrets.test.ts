import { expect, it } from 'vitest';
import { endpointWithSecret } from '#contract/forwarding.ts';
import { routes } from '#contract/routes.ts';

it('asks an operator why before a signing secret is shown', () => {
  const showing = routes.filter(({ reply }) => reply.kind === 'json' && reply.schema === endpointWithSecret);
  expect(showing.map(({ id }) => id).sort()).toEqual(['createEndpoint', 'rotateEndpointSecret']);
  for (const { id, showsContacts } of showing) expect([id, showsContacts]).toEqual([id, true]);
});
