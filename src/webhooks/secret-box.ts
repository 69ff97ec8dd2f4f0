import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

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
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.theKey(), iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @returns undefined where it was sealed under another key */
  open(sealed: string, context: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64');
    try {
      const decipher = createDecipheriv(CIPHER, this.theKey(), bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  private theKey(): Buffer {
    if (this.source === null) throw new Error('There is no key for the secrets of webhooks');
    const material = 'secret' in this.source ? this.source.secret : keyFile(this.source.file);
    return (this.key ??= Buffer.from(hkdfSync('sha256', material, '', 'webhook secrets', 32)));
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
