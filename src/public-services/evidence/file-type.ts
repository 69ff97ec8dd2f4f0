const HEAD_BYTES = 4096;

const SIGNATURES: readonly [bytes: string, mediaType: string][] = [
  ['255044462d', 'application/pdf'],
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['504b0304', 'application/zip'],
];

/** Office Open XML (ECMA-376) is a ZIP that begins with its table of contents; the kind shows in the name alone. */
const OFFICE_BY_EXTENSION: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** Every media type that is taken as evidence. */
export const TAKEN_MEDIA_TYPES: readonly string[] = [
  ...SIGNATURES.map(([, mediaType]) => mediaType),
  ...Object.values(OFFICE_BY_EXTENSION),
  'text/plain',
];

/** The same in words for people. */
export const TAKEN_TYPES = 'PDF, PNG, JPEG, ZIP, DOCX, XLSX, PPTX, TXT';

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f]/; // eslint-disable-line no-control-regex

/** Finds out the type of a file from its content as it passes; what its sender says of it counts for nothing. */
export class TypeFinder {
  private head = Buffer.alloc(0);
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private isText = true;
  private isMarkup = false;

  add(chunk: Buffer): void {
    if (this.head.length < HEAD_BYTES)
      this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    if (!this.isText) return;
    this.isText = this.isCleanText(() => this.decoder.decode(chunk, { stream: true }));
  }

  /** @returns null where the type is not taken as evidence; a page saved as HTML is captured by its address instead */
  end(fileName: string): string | null {
    const hex = this.head.toString('hex');
    const signature = SIGNATURES.find(([bytes]) => hex.startsWith(bytes))?.[1];
    if (signature === 'application/zip') return this.officeType(fileName) ?? signature;
    if (signature !== undefined) return signature;
    this.isText = this.isText && this.isCleanText(() => this.decoder.decode());
    this.isMarkup = /^\ufeff?\s*</.test(this.head.toString('utf8'));
    return this.isText && !this.isMarkup && this.head.length > 0 ? 'text/plain' : null;
  }

  private isCleanText(decode: () => string): boolean {
    try {
      return !CONTROL.test(decode());
    } catch {
      return false;
    }
  }

  private officeType(fileName: string): string | undefined {
    const nameLength = this.head.length >= 30 ? this.head.readUInt16LE(26) : 0;
    const firstEntry = this.head.toString('latin1', 30, 30 + nameLength);
    const extension = fileName.toLowerCase().split('.').at(-1)!;
    return /^(\[Content_Types\]\.xml|_rels\/|docProps\/)/.test(firstEntry)
      ? OFFICE_BY_EXTENSION[extension]
      : undefined;
  }
}
