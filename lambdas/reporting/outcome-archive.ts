import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import type { ArchivedOutcome } from '#contract/archive.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';

export interface OutcomeArchive {
  /** At most five hundred. @throws when Firehose did not take them */
  put(outcomes: readonly ArchivedOutcome[]): Promise<void>;
}

const client = lazily(() => new FirehoseClient({}));

/** One record for all: Firehose bills each as if it were a multiple of 5 kB, and takes the lines apart by itself. */
export const outcomeArchive = (): OutcomeArchive => ({
  async put(outcomes) {
    const Data = Buffer.from(outcomes.map((each) => `${JSON.stringify(each)}\n`).join(''));
    await client().send(new PutRecordCommand({ DeliveryStreamName: setting('ARCHIVE_STREAM'), Record: { Data } }));
  },
});
