import { createHash, randomBytes } from 'node:crypto';

/** `ses`: a session; `key`: a machine’s key; `chl`: a sign-in whose first step is done. */
type TokenKind = 'ses' | 'key' | 'chl';

/** A token that cannot be guessed: 256 bits, with a prefix that secret scanners can find. */
export function newToken(prefix: TokenKind): string {
  return `slc_${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** Whether a text can be a token of a session or a key at all; what is none need not be looked for. */
export function isToken(text: string): boolean {
  return /^slc_(?:ses|key)_[\w-]{43}$/.test(text);
}

/** What is kept of a token. It has 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Names a record without telling anything about it: 128 random bits. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}
