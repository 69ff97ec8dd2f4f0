import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { openText, sealText } from '../http/sealed-text.js';

/**
 * Encrypts the secrets of webhooks, which have to be kept to sign with them: a copy of the database alone gives none away
 * (docs/decisions/0009).
 */
export class SecretBox {
  private key: Buffer | undefined;

  /** @param source SESSION_SECRET, or a file that is made with random bytes when it is first needed; null: there is neither */
  constructor(private readonly source: { secret: string } | { file: string } | null) {}

  get isUsable(): boolean {
    return this.source !== null;
  }

  /** @param context what the secret belongs to; it can be opened as nothing else */
  seal(secret: string, context: string): string {
    return sealText(this.theKey(), secret, context);
  }

  /** @returns undefined where it was sealed under another key */
  open(sealed: string, context: string): string | undefined {
    try {
      return openText(this.theKey(), sealed, context);
    } catch {
      return undefined;
    }
  }

  private theKey(): Buffer {
    if (this.source === null) throw new Error('There is no key for the secrets of webhooks');
    if (this.key === undefined) {
      const material = 'secret' in this.source ? this.source.secret : keyFile(this.source.file);
      this.key = Buffer.from(hkdfSync('sha256', material, '', 'webhook secrets', 32));
    }
    return this.key;
  }
}

function keyFile(path: string): Buffer {
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path);
}
