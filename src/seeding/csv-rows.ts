import { CsvError, parse } from 'csv-parse/sync';
import type { SeedPlace } from './seed-faults.js';

export interface CsvRow<C extends string> {
  cells: Record<C, string>;
  place: SeedPlace;
}

/** Rows of a CSV file with exactly these columns in this order; every value is text, so that codes keep their zeros. */
export function csvRows<C extends string>(text: string, columns: readonly C[], file: SeedPlace): CsvRow<C>[] {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    // With `info` each element is the record and where it ended; the types of csv-parse know only the record.
    records = parse(text, { info: true, bom: true, relax_column_count: true }) as never;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    file.at(Number(error['lines'] ?? 1)).fault('malformed', error.message);
    return [];
  }
  const header = records.shift()?.record ?? [];
  if (header.join() !== columns.join()) {
    file.fault('wrong_columns', `columns are '${header.join()}', expected '${columns.join()}'`);
    return [];
  }
  const rows: CsvRow<C>[] = [];
  for (const { record, info } of records) {
    const place = file.at(info.lines);
    if (record.length !== columns.length) {
      place.fault('wrong_columns', `${record.length} values for ${columns.length} columns`);
      continue;
    }
    const cells = Object.fromEntries(columns.map((column, i) => [column, record[i]])) as Record<C, string>;
    rows.push({ cells, place });
  }
  return rows;
}
