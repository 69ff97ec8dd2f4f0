import type { Container } from './encodings.js';

export interface ContainerJudgement {
  container: Container;
  /** Length of the byte order mark, to be skipped. */
  bomLength: 0 | 2 | 3;
}

const SAMPLE = 64 * 1024;

function byteOrderMark(head: Uint8Array): ContainerJudgement | null {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { container: 'utf-8', bomLength: 3 };
  if (a === 0xff && b === 0xfe) return { container: 'utf-16le', bomLength: 2 };
  if (a === 0xfe && b === 0xff) return { container: 'utf-16be', bomLength: 2 };
  return null;
}

/** UTF-16 without a mark: every separator, digit and plain letter has a zero byte, on one side; no other text has any. */
function utf16WithoutMark(head: Uint8Array): ContainerJudgement | null {
  const zeros: [even: number, odd: number] = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1] += 1;
  });
  const [even, odd] = zeros;
  if (Math.max(even, odd) < head.length / 20) return null;
  if (odd > even * 10) return { container: 'utf-16le', bomLength: 0 };
  if (even > odd * 10) return { container: 'utf-16be', bomLength: 0 };
  return null;
}

/** Judges the layout of a file from all of its bytes, which are pushed piece by piece; none but the first are kept. */
export class ContainerDetector {
  private head = new Uint8Array(0);
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true });
  private isUtf8 = true;

  push(piece: Uint8Array): void {
    if (this.head.length < SAMPLE) {
      this.head = Uint8Array.from([...this.head, ...piece.subarray(0, SAMPLE - this.head.length)]);
    }
    this.tryUtf8(() => this.utf8.decode(piece, { stream: true }));
  }

  finish(): ContainerJudgement {
    this.tryUtf8(() => this.utf8.decode());
    const known = byteOrderMark(this.head) ?? utf16WithoutMark(this.head);
    // A file may say that it is UTF-8 and not be: then it is read byte by byte, mark and all, and its columns will tell.
    if (known && (known.container !== 'utf-8' || this.isUtf8)) return known;
    return { container: this.isUtf8 ? 'utf-8' : '8bit', bomLength: 0 };
  }

  private tryUtf8(decode: () => string): void {
    if (!this.isUtf8) return;
    try {
      decode();
    } catch {
      this.isUtf8 = false;
    }
  }
}

export function detectContainer(bytes: Uint8Array): ContainerJudgement {
  const detector = new ContainerDetector();
  detector.push(bytes);
  return detector.finish();
}

/** The text of a file as `judgeColumns` and `decodeCell` want it: 8-bit bytes are Latin-1, so that none is lost. */
export function readContainer(bytes: Uint8Array, { container, bomLength }: ContainerJudgement): string {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(bomLength);
  switch (container) {
    case 'utf-8':
      return body.toString('utf8');
    case 'utf-16le':
      return body.toString('utf16le');
    case 'utf-16be':
      return Buffer.from(body.subarray(0, body.length & ~1))
        .swap16()
        .toString('utf16le');
    case '8bit':
      return body.toString('latin1');
  }
}
