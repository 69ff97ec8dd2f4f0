import { hasControlCharacters } from '../../domain/text/fold.js';
import { decodeCell } from '../encoding/decode.js';
import type { Encoding } from '../encoding/encodings.js';
import { isSoundUnicode } from '../encoding/judge-columns.js';
import { tcvn3CaseIsUncertain } from '../encoding/tcvn3-capitals.js';
import { doubtfulWords } from '../encoding/word-reading.js';
import type { ImportField, ServiceField } from '../reading/import-fields.js';
import type { ImportColumn } from '../reading/import-column.js';
import type { TakenRow } from '../reading/taken-row.js';
import { RowIssues } from './issue.js';

/** The texts of a row; empty where it has none. */
export type Values<Field extends ImportField> = Record<Field, string>;
export type RowValues = Values<ServiceField>;

interface ReadCell {
  text: string;
  /** Words that cannot be Vietnamese in the encoding of the column. */
  doubtful: readonly string[];
  isUnclean: boolean;
  /** Whether nothing is to be told of it, as of nearly all. */
  isSound: boolean;
}

/** A column that is read. */
interface Place<Field extends ImportField> {
  field: Field;
  /** In a row as it was taken in, whose first part is its number. */
  at: number;
  column: ImportColumn;
  kept: Map<string, ReadCell>;
  /** The last cell: the next row often holds the same. */
  lastRaw: string;
  last: ReadCell;
}

const CELLS_KEPT = 10_000;
const WORDS_SHOWN = 5;
/** What is kept of a cell is far shorter; the longest real name has 1,094 characters. */
const CELL_LIMIT = 8_000;
const PLAIN_CELL = /^[!-~]+(?: [!-~]+)*$/;
/** Exports put an apostrophe before what a spreadsheet would run as a formula. */
const NEUTRALISED = /^'(?=[=+\-@\t\r])/;
const NONE: readonly string[] = [];
/** Texts that are kept as they are read; the others are only compared. */
const KEPT: readonly ImportField[] = ['note'];

const EMPTY: ReadCell = { text: '', doubtful: NONE, isUnclean: false, isSound: true };

/** Reads the rows that were taken in: each cell in the encoding of its column, and each different one once. */
export class RowReader<Field extends ImportField> {
  private readonly places: readonly Place<Field>[];
  private readonly headers = new Map<ImportField, string>();
  private readonly blank: Values<Field>;

  /** @param fields those that are read of the columns */
  constructor(columns: readonly ImportColumn[], fields: readonly Field[]) {
    this.blank = Object.fromEntries(fields.map((field) => [field, ''])) as Values<Field>;
    const placeOf = new Map<ImportField, Omit<Place<Field>, 'field'>>();
    columns.forEach((column, at) => {
      if (column.field === null) return;
      this.headers.set(column.field, column.header);
      placeOf.set(column.field, { at: at + 1, column, kept: new Map(), lastRaw: '', last: EMPTY });
    });
    this.places = fields.flatMap((field) => {
      const place = placeOf.get(field);
      return place ? [{ field, ...place }] : [];
    });
  }

  read(row: TakenRow): { values: Values<Field>; issues: RowIssues } {
    const values = { ...this.blank };
    const issues = new RowIssues(row[0], this.headers, values);
    for (const place of this.places) {
      const raw = row[place.at] as string | undefined;
      if (!raw) continue;
      if (raw !== place.lastRaw) {
        place.last = cellOf(raw, place);
        place.lastRaw = raw;
      }
      values[place.field] = place.last.text;
      if (!place.last.isSound) tell(place.last, place, issues);
    }
    return { values, issues };
  }
}

function cellOf(raw: string, { field, kept, column }: Place<ImportField>): ReadCell {
  if (PLAIN_CELL.test(raw)) {
    const text = unneutralised(raw);
    return { text, doubtful: NONE, isUnclean: false, isSound: text.length <= CELL_LIMIT };
  }
  const known = kept.get(raw);
  if (known) return known;
  if (kept.size >= CELLS_KEPT) kept.clear();
  const { encoding } = column;
  const text = unneutralised(decodeCell(raw, encoding));
  // A sound Unicode column may hold any language; in the others a word that does not read well is a sign of damage.
  const doubtful = isSoundUnicode(column) ? NONE : doubtfulWords(raw, encoding);
  const isUnclean = hasControlCharacters(text) || !text.isWellFormed();
  const isSound =
    !isUnclean &&
    text.length <= CELL_LIMIT &&
    doubtful.length === 0 &&
    !isCaseDoubtful(text, field, encoding);
  const cell = { text, doubtful, isUnclean, isSound };
  kept.set(raw, cell);
  return cell;
}

function tell(cell: ReadCell, { field, column }: Place<ImportField>, issues: RowIssues): void {
  if (cell.isUnclean) issues.error(field, 'control_characters');
  if (cell.text.length > CELL_LIMIT) issues.error(field, 'too_long', { max: CELL_LIMIT });
  if (cell.doubtful.length > 0) {
    const words = { words: cell.doubtful.slice(0, WORDS_SHOWN).join(', ') };
    if (KEPT.includes(field)) issues.guess(field, 'doubtful_words', words);
    else issues.tell(field, 'doubtful_words', words);
  }
  if (isCaseDoubtful(cell.text, field, column.encoding)) issues.guess(field, 'capitals_doubtful');
}

function isCaseDoubtful(text: string, field: ImportField, encoding: Encoding): boolean {
  return KEPT.includes(field) && encoding === 'tcvn3' && tcvn3CaseIsUncertain(text);
}

function unneutralised(text: string): string {
  return text.startsWith("'") ? text.replace(NEUTRALISED, '') : text;
}
