import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { engineOf, sqlitePath } from '../database/database-url.js';
import { openText, sealText } from './sealed-text.js';

/** SESSION_SECRET, or a file that is made with random bytes when it is first needed; null: there is neither. */
export type KeySource = { secret: string } | { file: string } | null;

/**
 * Encrypts secrets that have to be kept to be used, such as those that sign webhooks: a copy of the database alone gives none
 * away (docs/decisions/0009).
 */
export class SecretBox {
  private key: Buffer | undefined;

  /** @param purpose what these secrets are for: what was sealed for one purpose opens for no other */
  constructor(
    private readonly source: KeySource,
    private readonly purpose: string,
  ) {}

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
    if (this.source === null) throw new Error(`There is no key for ${this.purpose}`);
    if (this.key === undefined) {
      const material = 'secret' in this.source ? this.source.secret : keyFile(this.source.file);
      this.key = Buffer.from(hkdfSync('sha256', material, '', this.purpose, 32));
    }
    return this.key;
  }
}

/** Where the key comes from: on PostgreSQL several servers share the database, and no file of one would serve the others. */
export function keySource(sessionSecret: string | undefined, databaseUrl: string): KeySource {
  if (sessionSecret !== undefined) return { secret: sessionSecret };
  return engineOf(databaseUrl) === 'postgres' ? null : { file: `${sqlitePath(databaseUrl)}.key` };
}

function keyFile(path: string): Buffer {
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path);
}
