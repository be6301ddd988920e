import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { mediaPrefix, picturesBucket, uploadPrefix } from '#lambdas/platform/keys/pictures.ts';
import { checksCampaigns } from './checks-campaigns.ts';
import type { Service } from './service.ts';

/** What campaigns say: written, compiled, previewed, and shown again on the web. */
export class Campaigns extends Construct {
  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, api } = service;
    const { pictures } = data;

    const author = service
      .function(this, 'campaigns-client', {
        description: 'Users write campaigns, look at them, and bring pictures',
        impact: 'users cannot write or preview campaigns; those that are scheduled go out',
        // MJML, a renderer of pictures, and the longest content there may be.
        timeout: Duration.seconds(25),
        memorySizeMb: 1536,
      })
      .usesTable(data.directory, 'append')
      .usesTable(data.consent, 'look')
      .usesTable(data.ledger, 'look')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .knows(picturesBucket.environment, pictures.bucketName)
      .may(['s3:PutObject', 's3:GetObject'], [pictures.arnForObjects(`${uploadPrefix}*`)])
      .may(['s3:PutObject'], [pictures.arnForObjects(`${mediaPrefix}*`)])
      .may(['s3:ListBucket'], [pictures.bucketArn], { StringLike: { 's3:prefix': `${uploadPrefix}*` } });
    checksCampaigns(author, service);
    api.serve('campaigns', 'client', author);

    const reader = service
      .function(this, 'campaigns-public', {
        description: 'People read a message again on the web',
        impact: 'the link to read a mail in the browser does not work',
        memorySizeMb: 1024,
      })
      .usesTable(data.directory, 'look')
      .usesTable(data.consent, 'look')
      .usesTable(data.ledger, 'look')
      .usesTable(data.delivery, 'look')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .usesSecret('ORIGIN_SECRET', data.originSecret)
      .knows('PUBLIC_URL', service.publicUrl)
      .knowsIfSet('FOOT_LINE', service.settings.footLine);
    api.serve('campaigns', 'public', reader);
  }
}
