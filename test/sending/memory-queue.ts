import type { Queue } from '#lambdas/platform/queue.ts';

interface Kept {
  readonly body: unknown;
  visibleAt: number;
  receives: number;
}

/** As lib/constructs/queue-worker.ts sets them up. */
const mostReceives = 5;

/** A queue as SQS keeps its promises: a message comes at least once, comes back when it is not deleted, and is given up in the end. */
export class MemoryQueue {
  private messages: Kept[] = [];
  readonly deadLetters: unknown[] = [];
  private readonly time: { readonly nowMs: number };
  private readonly invisibleMs: number;

  constructor(time: { readonly nowMs: number }, invisibleMs: number) {
    this.time = time;
    this.invisibleMs = invisibleMs;
  }

  /** The sending end, ten messages a call. */
  from(call: (effect: () => Promise<void>) => Promise<void>): Queue {
    const put = (bodies: readonly unknown[], delaySeconds = 0) =>
      call(() => {
        if (delaySeconds > 900) throw new Error(`SQS holds back for 900 seconds at most, not ${delaySeconds}`);
        for (const body of bodies) this.put(body, delaySeconds);
        return Promise.resolve();
      });
    return {
      send: (message, delaySeconds) => put([message], delaySeconds),
      async sendAll(messages) {
        for (let start = 0; start < messages.length; start += 10) await put(messages.slice(start, start + 10));
      },
    };
  }

  private put(body: unknown, delaySeconds: number): void {
    const copy: unknown = JSON.parse(JSON.stringify(body));
    this.messages.push({ body: copy, visibleAt: this.time.nowMs + delaySeconds * 1_000, receives: 0 });
  }

  /** @returns undefined when none is visible. `done` deletes it */
  receive(): { body: unknown; done: () => void } | undefined {
    const found = this.messages.find(({ visibleAt }) => visibleAt <= this.time.nowMs);
    if (!found) return undefined;
    found.receives++;
    if (found.receives > mostReceives) {
      this.messages = this.messages.filter((each) => each !== found);
      this.deadLetters.push(found.body);
      return this.receive();
    }
    found.visibleAt = this.time.nowMs + this.invisibleMs;
    return {
      body: found.body,
      done: () => {
        this.messages = this.messages.filter((each) => each !== found);
      },
    };
  }

  /** SQS delivers now and then what it delivered already. */
  again(body: unknown): void {
    this.put(body, 0);
  }

  get length(): number {
    return this.messages.length;
  }

  get nextAt(): number | undefined {
    return this.messages.length === 0 ? undefined : Math.min(...this.messages.map(({ visibleAt }) => visibleAt));
  }
}
