import type { Server } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/**
 * Connections as they arrive. The event loop takes one in a turn (libuv since 1.45): of three hundred that come at once the last
 * waits for three hundred turns, however long each of them works.
 */
@Injectable()
export class Arrivals {
  private count = 0;

  watch(server: Server): void {
    server.on('connection', () => (this.count += 1));
  }

  /**
   * Waits until all who have connected are taken in. Where long work is done in pieces, between two of them.
   * @param atMostMs where ever more come
   */
  async takenIn(atMostMs: number): Promise<void> {
    const until = performance.now() + atMostMs;
    let turns = 0;
    let seen = this.count;
    // The first turn may have looked before.
    while (turns < 2 && performance.now() < until) {
      await setImmediate();
      turns = this.count === seen ? turns + 1 : 0;
      seen = this.count;
    }
  }
}
