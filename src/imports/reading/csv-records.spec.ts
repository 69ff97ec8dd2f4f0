import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRecords } from './csv-records.js';
import { ROW_SIZE_LIMIT } from './raw-table.js';

function read(pieces: readonly string[], delimiter = ','): string[][] {
  const reader = new CsvRecords(delimiter);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

/** The library, as lenient as this reader. */
function library(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
    });
  } catch {
    return null;
  }
}

describe('the records of CSV text', () => {
  it('end with any line end, and may differ in length', () => {
    expect(read(['a,b\nc\r\nd,e,f\rg,'])).toEqual([['a', 'b'], ['c'], ['d', 'e', 'f'], ['g', '']]);
    expect(read(['a\n\nb\n'])).toEqual([['a'], [''], ['b']]);
    expect(read([''])).toEqual([]);
  });

  it('hold what stands in quotes as it is', () => {
    expect(read(['"a,b","c\r\nd","e ""f"" g",""'])).toEqual([['a,b', 'c\r\nd', 'e "f" g', '']]);
  });

  it('take a quote where none belongs for a letter', () => {
    expect(read(['Mẫu "A" và B,"Mẫu "A", khác\n'])).toEqual([['Mẫu "A" và B', '"Mẫu "A"', ' khác']]);
  });

  it('are told where a quote is never closed, or a record is too long', () => {
    expect(() => read(['a\nb\n"c\nd'])).toThrow(
      expect.objectContaining({ code: 'import_quote_not_closed', details: { params: { row: 3 } } }),
    );
    const long = 'ế'.repeat(ROW_SIZE_LIMIT / 3);
    expect(read([`a\n${long}\n`])).toEqual([['a'], [long]]);
    for (const text of [`a\nb${long}\n`, `a\n"b${long}`])
      expect(() => new CsvRecords(',').push(text)).toThrow(
        expect.objectContaining({ code: 'import_row_too_long' }),
      );
  });

  it.each([',', ';', '\t', '|'])(
    'are those that csv-parse reads, parted by %j, however the text is cut',
    (delimiter) => {
      const unit = fc.constantFrom('"', '"', delimiter, '\r', '\n', 'a', 'ế', ' ');
      fc.assert(
        fc.property(
          fc.array(
            fc.array(unit, { maxLength: 12 }).map((units) => units.join('')),
            { maxLength: 6 },
          ),
          (pieces) => {
            const expected = library(pieces.join(''), delimiter);
            if (expected === null) expect(() => read(pieces, delimiter)).toThrow('import_quote_not_closed');
            else expect(read(pieces, delimiter)).toEqual(expected);
          },
        ),
        { numRuns: 3000 },
      );
    },
  );
});
