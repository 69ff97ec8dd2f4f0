import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Issue } from '../rows/issue.js';
import type { DiffLine } from '../rows/differ.js';

export type DiffKind = DiffLine['kind'];

export interface DiffPage {
  items: DiffLine[];
  /** Place of the next page in the file; null at its end. */
  next: number | null;
}

const PIECE = 64 * 1024;

/** Some lines of a diff from a place in its file on; a file is only as long as what it holds, so each page costs its own lines. */
export async function diffPage(
  path: string,
  from: number,
  limit: number,
  kind: DiffKind | undefined,
): Promise<DiffPage> {
  const items: DiffLine[] = [];
  let at = from;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { start: from, highWaterMark: PIECE })) {
    rest = Buffer.concat([rest, piece as Buffer]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (items.length === limit) return { items, next: at };
      const line = JSON.parse(rest.subarray(0, end).toString()) as DiffLine;
      if (kind === undefined || line.kind === kind) items.push(line);
      at += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
  return { items, next: null };
}

/** All that is told of a file, by row. */
export async function issuesIn(path: string): Promise<Issue[]> {
  const issues: Issue[] = [];
  for await (const line of createInterface({ input: createReadStream(path) }))
    issues.push(JSON.parse(line) as Issue);
  return issues.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}
