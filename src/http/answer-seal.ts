import { createHmac, hkdfSync } from 'node:crypto';
import { openText, sealText } from './sealed-text.js';

/**
 * Closes the answers that are kept under an `Idempotency-Key`. Where a request or its answer holds a secret, the key follows
 * from the caller's own credentials, of which only a hash is kept elsewhere: nobody who reads the database can open the
 * answer or guess at the request. Elsewhere it follows from the caller's name.
 */
export class AnswerSeal {
  private readonly key: Buffer;

  /** @param credentials what only the caller knows, or who the caller is */
  constructor(credentials: string, idempotencyKey: string) {
    this.key = Buffer.from(hkdfSync('sha256', credentials, idempotencyKey, 'idempotent answer', 32));
  }

  /** What makes two requests the same one, for this caller and key alone. */
  fingerprint(request: string): string {
    return createHmac('sha256', this.key).update(request).digest('hex');
  }

  close(text: string): string {
    return sealText(this.key, text);
  }

  /** @throws where the text was closed by another seal */
  open(closed: string): string {
    return openText(this.key, closed);
  }
}
