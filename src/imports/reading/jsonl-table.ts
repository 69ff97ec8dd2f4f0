import type { ContainerJudgement } from '../encoding/detect-container.js';
import { type RawRow, type RawTable, ROW_SIZE_LIMIT } from './raw-table.js';
import { linesOf, utf8Pieces } from './text-pieces.js';

/**
 * Where the catalogue's own documents (JSON Lines export) hold what a column of the import holds; a map, since a member may be
 * called `constructor`.
 */
const PLACES = new Map<string, string>(
  Object.entries({
    'procedure.code': 'procedure_code',
    'procedure.name': 'procedure_name',
    'procedure.nameEn': 'procedure_name_en',
    'procedure.decisionNumber': 'decision_number',
    'procedure.decisionDate': 'decision_date',
    'field.code': 'field_code',
    'field.name': 'field',
    'agency.code': 'agency_code',
    'agency.name': 'agency_name',
    levelSince: 'effective_from',
    'links.information': 'information_url',
    'links.forms': 'form_urls',
    'links.submission': 'submission_url',
    'links.status': 'status_url',
  }),
);
/** Parts of those documents that hold more than a column can. */
const NOT_READ = ['schemes', 'volumes', 'upstreamChange'];
const DEPTH_LIMIT = 3;

/** One JSON object a line, with the columns as members; or documents as the catalogue exports them. */
export function jsonlTable(path: string, layout: ContainerJudgement): RawTable {
  return {
    format: 'jsonl',
    container: layout.container,
    delimiter: null,
    async *sheets() {
      const columns = new Map<string, number>();
      const keys: string[] = [];
      yield { name: null, keys, rows: rowsOf(path, layout, columns, keys) };
    },
  };
}

async function* rowsOf(
  path: string,
  layout: ContainerJudgement,
  columns: Map<string, number>,
  keys: string[],
): AsyncGenerator<RawRow[]> {
  const place = (key: string): number => {
    const known = columns.get(key);
    if (known !== undefined) return known;
    columns.set(key, keys.length);
    return keys.push(key) - 1;
  };
  let row = 0;
  for await (const lines of linesOf(utf8Pieces(path, layout), ROW_SIZE_LIMIT)) {
    yield lines.map((line) => rowOf(line, (row += 1), place));
  }
}

function rowOf(line: string, row: number, place: (key: string) => number): RawRow {
  if (line.trim() === '') return { row, cells: [] };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { row, cells: [], fault: 'json_malformed' };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { row, cells: [], fault: 'json_not_flat' };
  const cells: string[] = [];
  const isFlat = lay(value as Record<string, unknown>, '', 1, (key, text) => {
    cells[place(key)] = text;
  });
  if (!isFlat) return { row, cells: [], fault: 'json_not_flat' };
  return { row, cells: Array.from(cells, (cell) => cell ?? '') };
}

/** @returns false where values are nested deeper than a row can be */
function lay(
  object: Record<string, unknown>,
  path: string,
  depth: number,
  put: (key: string, text: string) => void,
): boolean {
  return Object.entries(object).every(([name, value]) => {
    const at = `${path}${name}`;
    if (NOT_READ.includes(at)) return true;
    const key = PLACES.get(at) ?? at;
    if (Array.isArray(value)) {
      if (value.some((item) => item !== null && typeof item === 'object')) return false;
      put(key, value.map(textOf).join('\n'));
      return true;
    }
    if (value !== null && typeof value === 'object')
      return depth < DEPTH_LIMIT && lay(value as Record<string, unknown>, `${at}.`, depth + 1, put);
    put(key, textOf(value));
    return true;
  });
}

const textOf = (value: unknown): string => (value === null ? '' : String(value));
