import { createReadStream } from 'node:fs';
import { ContainerDetector, type ContainerJudgement } from '../encoding/detect-container.js';

const PIECE = 256 * 1024;

export async function judgeContainer(path: string): Promise<ContainerJudgement> {
  const detector = new ContainerDetector();
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) detector.push(piece as Buffer);
  return detector.finish();
}

/**
 * The text of a file in pieces, in flat memory; none parts a character. An 8-bit file is read as Latin-1, so that no byte is lost
 * before its columns are judged.
 */
export async function* textPieces(
  path: string,
  { container, bomLength }: ContainerJudgement,
): AsyncGenerator<string> {
  const decoder = container === '8bit' ? undefined : new TextDecoder(container);
  for await (const chunk of createReadStream(path, { start: bomLength, highWaterMark: PIECE })) {
    const piece = chunk as Buffer;
    // A decoder of Latin-1 would be one of Windows-1252.
    yield decoder ? decoder.decode(piece, { stream: true }) : piece.toString('latin1');
  }
}

/** Lines of text that comes in pieces; a line end may be LF, CRLF or CR. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const piece of pieces) {
    rest += piece;
    // A CR at the end may be half of CRLF.
    const end = Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r', rest.length - 2)) + 1;
    if (end === 0) continue;
    const whole = rest.slice(0, end);
    const lines = whole.includes('\r') ? whole.split(/\r\n|\n|\r/u) : whole.split('\n');
    lines.pop();
    rest = rest.slice(end);
    yield lines;
  }
  if (rest !== '') yield [rest.replace(/\r$/u, '')];
}
