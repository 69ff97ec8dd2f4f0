import { createReadStream } from 'node:fs';
import { Problem } from '../../http/problem.js';
import { ContainerDetector, type ContainerJudgement } from '../encoding/detect-container.js';

const PIECE = 256 * 1024;

export async function judgeContainer(path: string): Promise<ContainerJudgement> {
  const detector = new ContainerDetector();
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) detector.push(piece as Buffer);
  return detector.finish();
}

/**
 * The text of a file in pieces of UTF-8, in flat memory. An 8-bit file is read as Latin-1, so that no byte is lost before its
 * columns are judged.
 */
export async function* utf8Pieces(
  path: string,
  { container, bomLength }: ContainerJudgement,
): AsyncGenerator<Buffer> {
  let left: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { start: bomLength, highWaterMark: PIECE })) {
    const piece = chunk as Buffer;
    if (container === 'utf-8') yield piece;
    else if (container === '8bit') yield Buffer.from(piece.toString('latin1'));
    else {
      const bytes = Buffer.concat([left, piece]);
      const whole = wholeCharacters(bytes, container);
      left = Buffer.from(bytes.subarray(whole));
      const units = Buffer.from(bytes.subarray(0, whole));
      yield Buffer.from((container === 'utf-16be' ? units.swap16() : units).toString('utf16le'));
    }
  }
}

/** Bytes up to the last character that is there in full: a pair of surrogates is not parted. */
function wholeCharacters(bytes: Buffer, container: 'utf-16le' | 'utf-16be'): number {
  const even = bytes.length & ~1;
  if (even < 2) return 0;
  const unit = container === 'utf-16le' ? bytes.readUInt16LE(even - 2) : bytes.readUInt16BE(even - 2);
  return unit >= 0xd800 && unit <= 0xdbff ? even - 2 : even;
}

/**
 * Lines of UTF-8 pieces; a line end may be LF, CRLF or CR.
 * @param longest characters after which an end has to have come: what has none would be searched again with every piece
 * @throws Problem 422 naming the row that is longer
 */
export async function* linesOf(
  pieces: AsyncIterable<Buffer>,
  longest = Number.POSITIVE_INFINITY,
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  let row = 1;
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    // A CR at the end may be half of CRLF.
    const end = Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r', rest.length - 2)) + 1;
    if (rest.length - end > longest) {
      const before = rest.slice(0, end).match(/\r\n|\n|\r/gu)?.length ?? 0;
      throw new Problem(422, 'import_row_too_long', { params: { row: row + before, limit: longest } });
    }
    if (end === 0) continue;
    const lines = rest.slice(0, end).split(/\r\n|\n|\r/u);
    lines.pop();
    row += lines.length;
    rest = rest.slice(end);
    yield lines;
  }
  if (rest !== '') yield [rest.replace(/\r$/u, '')];
}
