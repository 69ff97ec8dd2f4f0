import canonicalize from 'canonicalize';
import { hash } from 'node:crypto';

/** The canonical form of a JSON value (RFC 8785), the byte form of everything that is hashed. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value');
  return text;
}

/** SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text);
}
