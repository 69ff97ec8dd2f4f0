import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HotLane, keyOf } from './hot-lane.js';

/** An answer that takes longer is no matter of reading the catalogue: whoever waits for it asks for it anew. */
const WAIT_AT_MOST_MS = 250;

interface Making {
  maker: IncomingMessage;
  waiting: (() => void)[];
  timer?: NodeJS.Timeout;
}

/**
 * Equal reads that anybody may ask for and that come together, as after each change, are made once: those that come while the first
 * is being made wait for it, and are answered from the lane. Where it was no answer for the lane, each is made by itself.
 */
export class EqualReads {
  private readonly underWay = new Map<string, Making>();

  constructor(private readonly lane: HotLane) {}

  /** Answers from the lane, waits for an equal answer that is being made, or has it made. */
  answer(request: IncomingMessage, response: ServerResponse, make: RequestListener): void {
    if (this.lane.serve(request, response)) return;
    const key = request.method === 'GET' ? keyOf(request) : undefined;
    if (key === undefined) return void make(request, response);
    const making = this.underWay.get(key);
    if (!making) {
      this.underWay.set(key, { maker: request, waiting: [] });
      // Also where nobody told that it was made: refused before, or broken off.
      response.once('close', () => this.made(request));
      return void make(request, response);
    }
    making.waiting.push(() => {
      if (!response.destroyed && !this.lane.serve(request, response)) void make(request, response);
    });
    making.timer ??= setTimeout(() => this.release(key), WAIT_AT_MOST_MS);
  }

  /** Lets those go on that wait for the answer to this request. */
  made(request: IncomingMessage): void {
    const key = keyOf(request);
    if (key !== undefined && this.underWay.get(key)?.maker === request) this.release(key);
  }

  private release(key: string): void {
    const making = this.underWay.get(key)!;
    this.underWay.delete(key);
    clearTimeout(making.timer);
    for (const goOn of making.waiting) goOn();
  }
}
