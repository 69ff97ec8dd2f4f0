import ExcelJS from 'exceljs';
import { legacyBytes, type LegacyEncoding, LEGACY_ENCODINGS, legacyEncode } from './legacy-encode.js';

/** One service as a row of an import file means it. */
export interface CorpusRow {
  code: string;
  name: string;
  agencyName: string;
  level: string;
  informationUrl: string;
}

const HEADER = ['Mã thủ tục', 'Tên thủ tục', 'Cơ quan thực hiện', 'Mức độ', 'Địa chỉ trang thông tin'];
const cellsOf = (row: CorpusRow): string[] => [
  row.code,
  row.name,
  row.agencyName,
  row.level,
  row.informationUrl,
];

export const CORPUS_ENCODINGS = [
  'utf-8',
  'utf-8 with mark',
  'utf-8 decomposed',
  'utf-16le with mark',
  'utf-16le',
  'utf-16be',
  ...LEGACY_ENCODINGS.map((encoding) => `${encoding}, 8-bit` as const),
  ...LEGACY_ENCODINGS.map((encoding) => `${encoding} inside utf-8` as const),
] as const;
export type CorpusEncoding = (typeof CORPUS_ENCODINGS)[number];

/** A letter that an encoding does not have leaves the file as a typist would: the nearest plain one. */
function writable(text: string, write: (text: string) => string | null): string {
  return (
    write(text) ?? Array.from(text, (letter) => write(letter) ?? write(letter.toLowerCase()) ?? '-').join('')
  );
}

function bytesOf(text: string, encoding: CorpusEncoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-8 decomposed':
      return Buffer.from(text.normalize('NFD'));
    case 'utf-16le with mark':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    default:
      throw new Error(`${encoding} is written cell by cell`);
  }
}

function legacyOf(encoding: CorpusEncoding): { encoding: LegacyEncoding; is8Bit: boolean } | null {
  const found = LEGACY_ENCODINGS.find(
    (name) => encoding.startsWith(`${name},`) || encoding.startsWith(`${name} in`),
  );
  return found === undefined ? null : { encoding: found, is8Bit: encoding.endsWith('8-bit') };
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

interface CsvShape {
  delimiter: string;
  lineEnd: string;
  /** Rows above the header. */
  titles?: string[][];
  /** How a cell is written, by its column. */
  write?: (cell: string, column: number) => string;
  quote?: (cell: string, delimiter: string) => string;
}

const onlyWhereNeeded = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/u.test(cell) ? quoted(cell) : cell;

export const CSV_SHAPES: Record<string, CsvShape> = {
  'comma, CRLF': { delimiter: ',', lineEnd: '\r\n' },
  'semicolon, LF': { delimiter: ';', lineEnd: '\n' },
  'tab, CR': { delimiter: '\t', lineEnd: '\r' },
  'only needed quotes': { delimiter: ',', lineEnd: '\n', quote: onlyWhereNeeded },
  'title rows': {
    delimiter: ';',
    lineEnd: '\r\n',
    titles: [
      ['DANH MUC THU TUC HANH CHINH', '', '', '', ''],
      ['', '', '', '', ''],
      ['', '', 'Nam 2012', '', ''],
    ],
  },
  'line breaks in names': {
    delimiter: ',',
    lineEnd: '\r\n',
    write: (cell, column) => (column === 1 ? cell.replace(' ', '\n') : cell),
  },
  'doubled spaces, full stops': {
    delimiter: ',',
    lineEnd: '\r\n',
    write: (cell, column) => (column === 1 || column === 2 ? `  ${cell.replaceAll(' ', '  ')}. ` : cell),
  },
  'numbers for codes': {
    delimiter: ';',
    lineEnd: '\r\n',
    write: (cell, column) => (column === 0 ? String(Number(cell)).replace('.', ',') : cell),
  },
  'levels in words': {
    delimiter: ',',
    lineEnd: '\r\n',
    write: (cell, column) => (column === 3 && cell !== '' ? `Mức độ ${cell}` : cell),
  },
};

/** A CSV file of these rows, as some office would send it. */
export function csvFile(rows: readonly CorpusRow[], encoding: CorpusEncoding, shape: CsvShape): Buffer {
  const legacy = legacyOf(encoding);
  const letters = (cell: string): string => {
    if (!legacy) return cell;
    const write = legacy.is8Bit ? legacyBytes : legacyEncode;
    return writable(cell, (text) => write(text, legacy.encoding));
  };
  const quote = shape.quote ?? quoted;
  const lines = [
    ...(shape.titles ?? []),
    HEADER,
    ...rows.map((row) => cellsOf(row).map((cell, column) => shape.write?.(cell, column) ?? cell)),
  ].map((cells) => cells.map((cell) => quote(letters(cell), shape.delimiter)).join(shape.delimiter));
  const text = lines.join(shape.lineEnd) + shape.lineEnd;
  if (!legacy) return bytesOf(text, encoding);
  return legacy.is8Bit ? Buffer.from(text, 'latin1') : Buffer.from(text);
}

export const XLSX_SHAPES = {
  plain: (_sheet: ExcelJS.Worksheet) => undefined,
  'merged rows above the header': (sheet: ExcelJS.Worksheet) => {
    sheet.addRow(['DANH MỤC DỊCH VỤ CÔNG TRỰC TUYẾN']);
    sheet.mergeCells('A1:E1');
    sheet.addRow(['Thủ tục', '', 'Cung cấp']);
    sheet.mergeCells('A2:B2');
    sheet.mergeCells('C2:E2');
  },
  'an empty row and column formats': (sheet: ExcelJS.Worksheet) => {
    sheet.addRow([]);
  },
} as const;

/** A workbook: codes as numbers where `asNumbers`, names as rich text, addresses as links, levels as formulas. */
export async function xlsxFile(
  rows: readonly CorpusRow[],
  before: (sheet: ExcelJS.Worksheet) => void,
  { asNumbers = false, encoding }: { asNumbers?: boolean; encoding?: LegacyEncoding } = {},
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('Hướng dẫn').addRow(['Xem trang sau']);
  const sheet = workbook.addWorksheet('Danh mục');
  before(sheet);
  const letters = (text: string): string =>
    encoding === undefined ? text : writable(text, (part) => legacyEncode(part, encoding));
  sheet.addRow(HEADER);
  for (const row of rows) {
    const added = sheet.addRow([
      asNumbers ? Number(row.code) : row.code,
      {
        richText: [
          { text: letters(row.name.slice(0, 5)) },
          { font: { bold: true }, text: letters(row.name.slice(5)) },
        ],
      },
      letters(row.agencyName),
      row.level === '' ? null : { formula: `${row.level}+0`, result: Number(row.level) },
      { text: row.informationUrl, hyperlink: row.informationUrl },
    ]);
    added.hidden = rows.indexOf(row) % 7 === 3;
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

export function jsonlFile(rows: readonly CorpusRow[], asNumbers: boolean): Buffer {
  const keys = ['procedure_code', 'procedure_name', 'agency_name', 'level', 'information_url'];
  const lines = rows.map((row) => {
    const cells: unknown[] = cellsOf(row);
    if (asNumbers) cells[0] = Number(row.code);
    if (row.level !== '') cells[3] = Number(row.level);
    return JSON.stringify(Object.fromEntries(keys.map((key, i) => [key, cells[i]])));
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}
