import type { Readable, Writable } from 'node:stream';
import excel from 'exceljs';

/** What the library's writer has and does not declare. */
interface Undeclared {
  zip: { append(source: Readable | string | Buffer, entry: { name: string; date?: Date }): unknown };
  created: Date;
  /** Called by the constructor, as the first that puts an entry into the archive. */
  addThemes(): Promise<void>;
}
type Workbook = excel.stream.xlsx.WorkbookWriter;
const LibraryWriter = excel.stream.xlsx.WorkbookWriter as unknown as new (
  ...options: ConstructorParameters<typeof excel.stream.xlsx.WorkbookWriter>
) => Workbook & Undeclared;

/** A workbook that is written to a stream. The same content gives the same bytes: entries carry `at` and not the clock's instant. */
export class DatedWorkbook extends LibraryWriter {
  constructor(stream: Writable, at: Date) {
    const options = {
      stream,
      useStyles: true,
      created: at,
      modified: at,
      creator: 'catalogue',
      lastModifiedBy: 'catalogue',
      zip: { forceUTC: true, zlib: { level: 6 } },
    };
    super(options);
  }

  override addThemes(): Promise<void> {
    const append = this.zip.append.bind(this.zip);
    const date = this.created;
    // Of a text the library's archive would make a Buffer in a way that Node warns of.
    this.zip.append = (source, entry) =>
      append(typeof source === 'string' ? Buffer.from(source) : source, { ...entry, date });
    return super.addThemes();
  }
}
