import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

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
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64',
    );
  }

  /** @throws where the text was closed by another seal */
  open(closed: string): string {
    const bytes = Buffer.from(closed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
