import { PLAIN } from '../encoding/word-reading.js';

/** Distinct cells that are counted before they are handed on. */
const CELLS_COUNTED = 5_000;

/**
 * The cells of one column that may be read in several ways, each with how often it is there: the same agency stands in thousands
 * of rows, and is read once.
 */
export class CellCounts {
  private readonly counted = new Map<string, number>();
  /** A list is sorted by something: the next row often holds the same. */
  private last = '';
  private times = 0;

  constructor(private readonly handOn: (cell: string, times: number) => void) {}

  add(cell: string): void {
    if (cell !== this.last) {
      this.countLast();
      this.last = cell;
      this.times = 0;
    }
    this.times += 1;
  }

  /** Hands on what was counted so far. */
  finish(): void {
    this.countLast();
    this.times = 0;
    for (const [cell, times] of this.counted) this.handOn(cell, times);
    this.counted.clear();
  }

  private countLast(): void {
    if (this.times === 0 || PLAIN.test(this.last)) return;
    const known = this.counted.get(this.last);
    this.counted.set(known === undefined ? copyOf(this.last) : this.last, (known ?? 0) + this.times);
    if (this.counted.size < CELLS_COUNTED) return;
    this.times = 0;
    this.finish();
  }
}

/** What was cut out of a piece of the file keeps all of that piece in memory. */
function copyOf(cell: string): string {
  return Buffer.from(cell, 'utf16le').toString('utf16le');
}
