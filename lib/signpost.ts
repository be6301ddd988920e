import { Construct } from 'constructs';
import type { Service } from './service.ts';

/** What stands at the address itself, and at every address that is none. */
export class Signpost extends Construct {
  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const signpost = service
      .function(this, 'signpost', {
        description: 'Says what lives here, and that there is nothing at other addresses',
        impact: 'people who mistype an address get no page that says what to do',
        memorySizeMb: 256,
      })
      .knowsIfSet('FOOT_LINE', service.settings.footLine);
    service.api.serve('signpost', 'public', signpost);
    service.api.serveTheRest(signpost);
  }
}
