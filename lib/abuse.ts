import { Construct } from 'constructs';
import type { Service } from './service.ts';

/** Reports of mail that should not have been sent. */
export class Abuse extends Construct {
  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, api, settings } = service;

    const visitor = service
      .function(this, 'abuse-public', {
        description: 'People report mail that they did not want',
        impact: 'nobody can report a mail but by mail',
      })
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.ephemeral, 'change')
      .knowsIfSet('FOOT_LINE', settings.footLine)
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('ORIGIN_SECRET', data.originSecret);
    api.serve('abuse', 'public', visitor);

    const operator = service
      .function(this, 'abuse-operator', {
        description: 'Operators read and settle reports',
        impact: 'operators cannot see who reports what of which client',
      })
      .usesTable(data.directory, 'read', 'append', 'change')
      .usesSecret('ADDRESS_SECRET', data.addressSecret);
    api.serve('abuse', 'operator', operator);
  }
}
