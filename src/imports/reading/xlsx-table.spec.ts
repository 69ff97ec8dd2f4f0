import fs, { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { xlsxTable } from './xlsx-table.js';

const HEADER = ['procedure_code', 'agency_code', 'level'];
const NUMBER = 4242424242;

describe('A workbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-workbook-'));
  const path = join(folder, 'a.xlsx');
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Its parts as they are, so that a text can be put in the place of another that is as long. */
  async function stored(sheets: Record<string, (string | number)[][]>): Promise<string> {
    const workbook = new ExcelJS.Workbook();
    for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name).addRows(rows);
    const options = { zip: { compression: 'STORE' } } as Partial<ExcelJS.XlsxWriteOptions>;
    return Buffer.from(await workbook.xlsx.writeBuffer(options)).toString('latin1');
  }

  async function cellsOf(file: string): Promise<[string | null, string[][]][]> {
    writeFileSync(path, file, 'latin1');
    const read: [string | null, string[][]][] = [];
    for await (const { name, rows } of (await xlsxTable(path)).sheets()) {
      const cells: string[][] = [];
      for await (const batch of rows) cells.push(...batch.map((row) => row.cells));
      read.push([name, cells]);
    }
    return read;
  }

  it('is read sheet by sheet, by name', async () => {
    const file = await stored({ Một: [HEADER, ['1.001193', 'SYT', 3]], Hai: [['ghi chú']] });
    expect(await cellsOf(file)).toEqual([
      ['Một', [HEADER, ['1.001193', 'SYT', '3']]],
      ['Hai', [['ghi chú']]],
    ]);
  });

  it('is read whole however slow a disk is', async () => {
    const slow = () =>
      new Writable({ write: (_piece, _encoding, done) => done(), final: (done) => setTimeout(done, 200) });
    vi.spyOn(fs, 'createWriteStream').mockImplementation(slow as never);
    const file = await stored({ a: [HEADER, ['1.001193', 'SYT', 3]] });
    expect(await cellsOf(file)).toEqual([['a', [HEADER, ['1.001193', 'SYT', '3']]]]);
  });

  it.each([
    ['an entity of its own', '&own;&own;'],
    ['an entity for a file of the server', '&a;&passwd'],
    ['markup that ends nothing', '</nothing>'],
    ['markup that never ends', '<nothing a'],
  ])('with %s in a sheet is refused, and leaves no file open', async (_what, instead) => {
    const file = await stored({ a: [HEADER, ['1.001193', 'SYT', NUMBER]] });
    const broken = file.replace(`<v>${NUMBER}</v>`, `<v>${instead.padEnd(10, ';')}</v>`);
    expect(broken).not.toBe(file);
    await expect(cellsOf(broken)).rejects.toMatchObject({ status: 422, code: 'import_unreadable_workbook' });
    await expect(cellsOf(file.replace('>SYT<', '>&S;<'))).rejects.toMatchObject({ status: 422 });
    await vi.waitFor(() => expect(openFiles().filter((one) => one === path)).toEqual([]));
  });
});

/** Where the system tells. */
function openFiles(): string[] {
  if (!fs.existsSync('/proc/self/fd')) return [];
  return readdirSync('/proc/self/fd').map((fd) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
}
