import { hasControlCharacters } from '../../domain/text/fold.js';
import { decodeCell } from '../encoding/decode.js';
import type { Encoding } from '../encoding/encodings.js';
import { SURE } from '../encoding/judge-columns.js';
import { tcvn3CaseIsUncertain } from '../encoding/tcvn3-capitals.js';
import { doubtfulWords } from '../encoding/word-reading.js';
import type { ImportField, ServiceField } from '../reading/import-fields.js';
import type { ImportColumn } from '../reading/take-in.js';
import { RowIssues } from './issue.js';

/** The texts of a row; empty where it has none. */
export type Values<Field extends ImportField> = Record<Field, string>;
export type RowValues = Values<ServiceField>;

interface ReadCell {
  text: string;
  /** Words that cannot be Vietnamese in the encoding of the column. */
  doubtful: readonly string[];
  isUnclean: boolean;
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

/** Reads the rows that were taken in: each cell in the encoding of its column, and each different one once. */
export class RowReader<Field extends ImportField> {
  private readonly columnOf = new Map<ImportField, { at: number; column: ImportColumn }>();
  private readonly kept = new Map<ImportField, Map<string, ReadCell>>();

  /** @param fields those that are read of the columns */
  constructor(
    columns: readonly ImportColumn[],
    private readonly fields: readonly Field[],
  ) {
    columns.forEach((column, at) => {
      if (column.field === null) return;
      this.columnOf.set(column.field, { at, column });
      this.kept.set(column.field, new Map());
    });
  }

  /** @param line a row as `takeIn` wrote it */
  read(line: string): { values: Values<Field>; issues: RowIssues } {
    const parts = JSON.parse(line) as [number, ...string[]];
    const [row] = parts;
    const values = {} as Record<ImportField, string>;
    const issues = new RowIssues(
      row,
      (field) => this.columnOf.get(field)?.column.header ?? null,
      (field) => values[field],
    );
    for (const field of this.fields) {
      const place = this.columnOf.get(field);
      const raw = place && (parts[place.at + 1] as string | undefined);
      if (!raw) {
        values[field] = '';
        continue;
      }
      const cell = this.cell(field, raw, place.column);
      values[field] = cell.text;
      if (cell.isUnclean) issues.error(field, 'control_characters');
      if (cell.text.length > CELL_LIMIT) issues.error(field, 'too_long', { max: CELL_LIMIT });
      if (cell.doubtful.length > 0) {
        const words = { words: cell.doubtful.slice(0, WORDS_SHOWN).join(', ') };
        if (KEPT.includes(field)) issues.guess(field, 'doubtful_words', words);
        else issues.tell(field, 'doubtful_words', words);
      }
      if (KEPT.includes(field) && place.column.encoding === 'tcvn3' && tcvn3CaseIsUncertain(cell.text))
        issues.guess(field, 'capitals_doubtful');
    }
    return { values, issues };
  }

  private cell(field: ImportField, raw: string, { encoding, confidence }: ImportColumn): ReadCell {
    if (PLAIN_CELL.test(raw)) return { text: unneutralised(raw), doubtful: NONE, isUnclean: false };
    const kept = this.kept.get(field)!;
    const known = kept.get(raw);
    if (known) return known;
    if (kept.size >= CELLS_KEPT) kept.clear();
    const text = unneutralised(decodeCell(raw, encoding));
    const cell = {
      text,
      doubtful: isOldOrMixed(encoding, confidence) ? doubtfulWords(raw, encoding) : [],
      isUnclean: hasControlCharacters(text) || !text.isWellFormed(),
    };
    kept.set(raw, cell);
    return cell;
  }
}

/** A sound Unicode column may hold any language; in the others a word that does not read well is a sign of damage. */
function isOldOrMixed(encoding: Encoding, confidence: number): boolean {
  return confidence < SURE || !['ascii', 'utf-8', 'utf-8-nfd'].includes(encoding);
}

function unneutralised(text: string): string {
  return text.startsWith("'") ? text.replace(NEUTRALISED, '') : text;
}
