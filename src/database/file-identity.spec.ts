import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseFileError } from './file-check.js';
import { refuseUnwritable, watchFile } from './file-identity.js';
import { DatabaseInUseError, holdFile } from './file-lock.js';

describe('The file behind a name', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-file-'));
    path = join(folder, 'catalog.sqlite');
    writeFileSync(path, 'x');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held once, whichever link leads to it', () => {
    const held = holdFile(path);
    mkdirSync(join(folder, 'elsewhere'));
    const link = join(folder, 'elsewhere', 'link.sqlite');
    symlinkSync(path, link);
    symlinkSync(folder, join(folder, 'elsewhere', 'folder'));
    expect(() => holdFile(link)).toThrow(DatabaseInUseError);
    expect(() => holdFile(join(folder, 'elsewhere', 'folder', 'catalog.sqlite'))).toThrow(DatabaseInUseError);
    held.release();
    holdFile(link).release();
  });

  it('is refused where it has a second one, and named', () => {
    linkSync(path, join(folder, 'second.sqlite'));
    expect(() => refuseUnwritable(path)).toThrow(DatabaseFileError);
    expect(() => refuseUnwritable(path)).toThrow(path);
    rmSync(join(folder, 'second.sqlite'));
    expect(() => refuseUnwritable(path)).not.toThrow();
  });

  it('is missed where it was moved, and where another took its name', () => {
    const isThere = watchFile(path);
    expect(isThere()).toBe(true);
    renameSync(path, `${path}.away`);
    expect(isThere()).toBe(false);
    writeFileSync(path, 'x');
    expect(isThere()).toBe(false);
    renameSync(`${path}.away`, path);
    expect(isThere()).toBe(true);
  });
});
