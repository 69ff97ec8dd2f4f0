import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SecretBox } from './secret-box.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('Secrets that are kept', () => {
  it('are opened by the same key for the same webhook alone', () => {
    const box = new SecretBox({ secret: 'a'.repeat(32) }, 'tests');
    const sealed = box.seal(SECRET, 'webhook:1');
    expect(sealed).not.toContain('whsec');
    expect(box.seal(SECRET, 'webhook:1')).not.toBe(sealed);
    expect(new SecretBox({ secret: 'a'.repeat(32) }, 'tests').open(sealed, 'webhook:1')).toBe(SECRET);
    expect(box.open(sealed, 'webhook:2')).toBeUndefined();
    expect(new SecretBox({ secret: 'b'.repeat(32) }, 'tests').open(sealed, 'webhook:1')).toBeUndefined();
    expect(
      new SecretBox({ secret: 'a'.repeat(32) }, 'another purpose').open(sealed, 'webhook:1'),
    ).toBeUndefined();
    expect(box.open('', 'webhook:1')).toBeUndefined();
  });

  it('are kept under a file that only its owner reads, where no secret is configured', () => {
    const folder = mkdtempSync(join(tmpdir(), 'secret-box-'));
    const file = join(folder, 'catalog.sqlite.key');
    const sealed = new SecretBox({ file }, 'tests').seal(SECRET, 'webhook:1');
    expect(new SecretBox({ file }, 'tests').open(sealed, 'webhook:1')).toBe(SECRET);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});
