import { type FileHandle, open } from 'node:fs/promises';

const WAITING_AT_MOST = 1024 * 1024;

/** Writes lines to a new file, some thousand at once. */
export class LineFile {
  private waiting = '';

  private constructor(private readonly handle: FileHandle) {}

  static async create(path: string): Promise<LineFile> {
    return new LineFile(await open(path, 'w'));
  }

  /** @param lines each with its line end */
  async write(lines: string): Promise<void> {
    this.waiting += lines;
    if (this.waiting.length >= WAITING_AT_MOST) await this.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.handle.close();
    }
  }

  private async flush(): Promise<void> {
    const lines = this.waiting;
    this.waiting = '';
    if (lines !== '') await this.handle.writeFile(lines);
  }
}
