import { Problem } from '../../http/problem.js';
import { ROW_SIZE_LIMIT } from './raw-table.js';

const QUOTE = 34;
const LF = 10;
const CR = 13;
/** UTF-8 bytes of one unit of text at most. */
const BYTES_A_UNIT = 3;

/**
 * The records of CSV text that comes in pieces, as offices write it: a record may have any number of cells, and ends with LF, CRLF or
 * CR; a cell in quotes may hold line ends and doubled quotes; a quote where none belongs is a letter like any other. Nothing is
 * trimmed: in old encodings the no-break space and the soft hyphen are letters. It reads as `csv-parse` does with `relax_quotes` and
 * `relax_column_count`, in a fifth of the time (docs/dependencies.md).
 */
export class CsvRecords {
  private text = '';
  private at = 0;
  private isLast = false;
  /** Records read so far. */
  private count = 0;
  private readonly delimiter: number;

  /** @param delimiter one character */
  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /**
   * The records that end in this piece.
   * @throws Problem 422 where a record is too long
   */
  push(piece: string): string[][] {
    this.text = this.text.slice(this.at) + piece;
    this.at = 0;
    const records: string[][] = [];
    while (this.at < this.text.length) {
      const start = this.at;
      const record = this.record();
      if (!record) {
        this.at = start;
        this.checkLength(this.text.length);
        break;
      }
      if (this.at - start > ROW_SIZE_LIMIT / BYTES_A_UNIT) this.checkLength(this.at, start);
      records.push(record);
      this.count += 1;
    }
    return records;
  }

  /**
   * The last record, where no line end follows it.
   * @throws Problem 422 where a quote is open
   */
  end(): string[][] {
    this.isLast = true;
    const records = this.push('');
    if (this.at < this.text.length)
      throw new Problem(422, 'import_quote_not_closed', { params: { row: this.count + 1 } });
    return records;
  }

  /** The record from here on, and moves behind it; undefined where it is not there in full. */
  private record(): string[] | undefined {
    const { text, delimiter } = this;
    const cells: string[] = [];
    for (;;) {
      const cell = text.charCodeAt(this.at) === QUOTE ? this.quoted() : this.plain(this.at);
      if (cell === undefined) return undefined;
      cells.push(cell);
      if (this.at === text.length) return this.isLast ? cells : undefined;
      const end = text.charCodeAt(this.at);
      this.at += 1;
      if (end === delimiter) continue;
      if (end === CR) {
        // It may be half of CRLF.
        if (this.at === text.length && !this.isLast) return undefined;
        if (text.charCodeAt(this.at) === LF) this.at += 1;
      }
      return cells;
    }
  }

  /** Text up to the end of the cell. */
  private plain(from: number): string {
    const { text, delimiter } = this;
    const { length } = text;
    let at = from;
    for (; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === delimiter || unit === LF || unit === CR) break;
    }
    this.at = at;
    return text.slice(from, at);
  }

  private quoted(): string | undefined {
    const { text } = this;
    const from = this.at + 1;
    let hasDoubled = false;
    let end = text.indexOf('"', from);
    while (end >= 0 && text.charCodeAt(end + 1) === QUOTE) {
      hasDoubled = true;
      end = text.indexOf('"', end + 2);
    }
    // What follows the quote says whether it closes.
    if (end < 0 || (end + 1 === text.length && !this.isLast)) return undefined;
    const inside = text.slice(from, end);
    const cell = hasDoubled ? inside.replaceAll('""', '"') : inside;
    if (this.endsAt(end + 1)) {
      this.at = end + 1;
      return cell;
    }
    return `"${cell}${this.plain(end)}`;
  }

  private endsAt(at: number): boolean {
    if (at === this.text.length) return true;
    const unit = this.text.charCodeAt(at);
    return unit === this.delimiter || unit === LF || unit === CR;
  }

  private checkLength(end: number, start = 0): void {
    const { text, count } = this;
    if ((end - start) * BYTES_A_UNIT <= ROW_SIZE_LIMIT) return;
    if (Buffer.byteLength(text.slice(start, end)) > ROW_SIZE_LIMIT)
      throw new Problem(422, 'import_row_too_long', { params: { row: count + 1, limit: ROW_SIZE_LIMIT } });
  }
}
