import { UnavailableError } from '../database/unit-of-work.js';

const WAIT_AT_MOST_MS = 15_000;

/** Lets so many exports run at once, since each holds a connection for as long as its taker takes; others wait their turn. */
export class ExportGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly waitAtMostMs: number = WAIT_AT_MOST_MS,
  ) {}

  /**
   * Waits for a turn. @returns ends the turn
   * @throws UnavailableError where none came in time
   */
  async enter(): Promise<() => void> {
    if (this.running >= this.atOnce) await this.turn();
    else this.running++;
    return () => {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    };
  }

  private async turn(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const come = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(come), 1);
        reject(new UnavailableError('Too many exports are running'));
      }, this.waitAtMostMs);
      this.waiting.push(come);
    });
  }
}
