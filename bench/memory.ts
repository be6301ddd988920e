import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as z from 'zod';

/** Watches what is in use, not what was not collected yet: that depends on how much the machine has. */
export class MemoryInUse {
  private readonly collect = collector();
  private most = 0;

  /** To be called now and then while the work goes on: it takes a tenth of a second. */
  look(): void {
    this.collect();
    const { heapUsed, external } = process.memoryUsage();
    this.most = Math.max(this.most, heapUsed + external);
  }

  get bytes(): number {
    return this.most;
  }
}

export const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return z.custom<() => void>((value) => typeof value === 'function').parse(runInNewContext('gc'));
}
