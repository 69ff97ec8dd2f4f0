import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import {
  CORPUS_ENCODINGS,
  type CorpusRow,
  CSV_SHAPES,
  csvFile,
  jsonlFile,
  XLSX_SHAPES,
  xlsxFile,
} from '../support/import-corpus.js';
import { ImportDesk } from '../support/import-desk.js';
import { LEGACY_ENCODINGS } from '../support/legacy-encode.js';
import { loadSample } from '../support/sample.js';

interface Listed {
  id: string;
  level: number | null;
  procedure: { code: string; name: string };
  agency: { code: string; name: string };
}

/** Guesses that these shapes make on purpose; a confirmed one is as good as a right cell. */
const GUESSES = ['code_repaired', 'encoding_unsure'];

onBothDatabases('The corpus of awkward files', loadSample, (catalogue) => {
  /** Every service of the list with a page of its own that is not there yet: each right row is one update. */
  async function corpusRows(): Promise<CorpusRow[]> {
    const { body } = await catalogue().http().get('/api/v1/services?limit=500').expect(200);
    return body.items.map(({ id, procedure, agency, level }: Listed) => ({
      code: procedure.code,
      name: procedure.name,
      agencyName: agency.name,
      level: String(level ?? ''),
      informationUrl: `https://corpus.example/${encodeURIComponent(id)}`,
    }));
  }

  /** Rows that came out as the very service and address that were meant. */
  async function rightRows(file: Buffer, rows: readonly CorpusRow[], format: string): Promise<string> {
    const admin = await ImportDesk.of(catalogue(), 'admin');
    const run = await admin.dryRun(file);
    expect(run.format).toBe(format);
    const meant = new Set(rows.map(({ code, informationUrl }) => `${code} ${informationUrl}`));
    const diff = (await admin.get(`/imports/${run.id}/diff?limit=500&kind=update`).expect(200)).body.items;
    const right = diff.filter(({ id, changes }: { id: string; changes: { after: unknown }[] }) =>
      meant.has(`${id.split('~')[1]} ${String(changes[0]?.after)}`),
    );
    const strange = run.toConfirm.filter((code: string) => !GUESSES.includes(code));
    const notes = [...strange, ...new Set(run.errors.map(({ code }: { code: string }) => code))];
    return `${right.length}/${rows.length}${notes.length > 0 ? ` ${notes.join(' ')}` : ''}`;
  }

  it('is read whole, in every encoding, and in every shape on SQLite', async () => {
    const rows = await corpusRows();
    expect(rows.length).toBeGreaterThan(20);
    const whole = `${rows.length}/${rows.length}`;
    const table: Record<string, string> = {};
    // A file is read before the database is asked, which sees the same cells of every shape: on PostgreSQL one is enough.
    const shapes = Object.entries(CSV_SHAPES).filter((_, i) => i === 0 || catalogue().engine !== 'postgres');
    for (const encoding of CORPUS_ENCODINGS) {
      for (const [name, shape] of shapes) {
        table[`csv, ${encoding}, ${name}`] = await rightRows(csvFile(rows, encoding, shape), rows, 'csv');
      }
    }
    for (const [name, before] of Object.entries(XLSX_SHAPES)) {
      for (const asNumbers of [false, true]) {
        const file = await xlsxFile(rows, before, { asNumbers });
        table[`xlsx, ${name}, ${asNumbers ? 'codes as numbers' : 'codes as text'}`] = await rightRows(
          file,
          rows,
          'xlsx',
        );
      }
    }
    for (const encoding of LEGACY_ENCODINGS) {
      const file = await xlsxFile(rows, XLSX_SHAPES.plain, { encoding });
      table[`xlsx, ${encoding}`] = await rightRows(file, rows, 'xlsx');
    }
    for (const asNumbers of [false, true])
      table[`jsonl, ${asNumbers ? 'codes as numbers' : 'codes as text'}`] = await rightRows(
        jsonlFile(rows, asNumbers),
        rows,
        'jsonl',
      );
    const wrong = Object.entries(table).filter(([, right]) => right !== whole);
    expect(Object.fromEntries(wrong)).toEqual({});
  });
});
