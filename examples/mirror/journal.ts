import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, createReadStream, fsyncSync, openSync, truncateSync } from 'node:fs';
import { canonicalJson } from './canonical-json.js';
import type { ChangesPage } from './catalogue.js';

const NEWLINE = 10;

/** The file is not a mirror's journal, or changes are missing in it. */
export class BrokenJournal extends Error {}

/**
 * The mirror's only file: one line for each page of changes, as the catalogue sent it, with the cursor of the page after it.
 * A page and its cursor become true with the same newline. Whenever the process is killed, the file holds whole lines and at
 * most one begun one, which is cut off when the file is opened again: no change is missed and none is taken twice.
 */
export class Journal {
  /** Canonical JSON of every service of the list, by id. */
  readonly services = new Map<string, string>();
  /** Number of the last change that is kept. */
  seq = 0;
  /** Where to read on; undefined: from the beginning. */
  next: string | undefined;

  private constructor(private readonly file: number) {}

  /** Reads what is kept. Only one process may have the file open. */
  static async open(path: string): Promise<Journal> {
    const journal = new Journal(openSync(path, 'a', 0o644));
    const kept = await journal.read(path);
    truncateSync(path, kept);
    return journal;
  }

  /** Keeps a page; when this returns, it is on the disk. */
  append(page: ChangesPage): void {
    if (page.items.length === 0) return;
    this.requireInOrder(page);
    appendFileSync(this.file, `${JSON.stringify(page)}\n`);
    fsyncSync(this.file);
    this.apply(page);
  }

  /** Count and SHA-256 of the list in the byte form of `/checksum`. */
  checksum(): { count: number; sha256: string } {
    // Ids are ASCII: the order of UTF-16 units is that of bytes.
    const ids = [...this.services.keys()].sort();
    const hash = createHash('sha256').update('[');
    ids.forEach((id, i) => hash.update(`${i === 0 ? '' : ','}${this.services.get(id)!}`));
    return { count: ids.length, sha256: hash.update(']').digest('hex') };
  }

  close(): void {
    closeSync(this.file);
  }

  /** @returns how many bytes of the file are whole lines */
  private async read(path: string): Promise<number> {
    let kept = 0;
    let begun: Buffer[] = [];
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
        const line = Buffer.concat([...begun, chunk.subarray(from, end)]);
        begun = [];
        from = end + 1;
        const page = pageOf(line);
        this.requireInOrder(page);
        this.apply(page);
        kept += line.length + 1;
      }
      begun.push(chunk.subarray(from));
    }
    return kept;
  }

  private requireInOrder(page: ChangesPage): void {
    page.items.forEach(({ seq }, i) => {
      const expected = this.seq + 1 + i;
      if (seq !== expected) throw new BrokenJournal(`Change ${expected} should follow, but ${seq} does`);
    });
  }

  private apply(page: ChangesPage): void {
    for (const { seq, op, id, service } of page.items) {
      if (op === 'delete') this.services.delete(id);
      else this.services.set(id, canonicalJson(service));
      this.seq = seq;
    }
    this.next = page.next;
  }
}

function pageOf(line: Buffer): ChangesPage {
  try {
    return JSON.parse(line.toString('utf8')) as ChangesPage;
  } catch {
    throw new BrokenJournal('A line of the file is not JSON');
  }
}
