import type { Reader } from '../../../database/reader.js';
import { badCursor, decodeCursor, encodeCursor } from '../../../http/cursor.js';
import type { Language } from '../../../http/language.js';
import { diffPage, type DiffKind } from '../../../imports/runs/diff-page.js';
import { type NamedLine, namedLines } from './run-on-desk.query.js';

export type LineKind = DiffKind;

export interface ChangesPage {
  items: NamedLine[];
  next: string | null;
}

/**
 * Some lines of one kind of a diff, from a cursor on.
 * @throws Problem 400 for a cursor of another list
 */
export async function changesPage(
  reader: Reader,
  path: string,
  { id, kind, language }: { id: string; kind: LineKind; language: Language },
  limit: number,
  cursor: string | undefined,
): Promise<ChangesPage> {
  const list = `desk/imports/${id}/${kind}`;
  const [from] = cursor === undefined ? [0] : decodeCursor(list, cursor);
  if (!Number.isSafeInteger(from)) throw badCursor();
  const { items, next } = await diffPage(path, Number(from), limit, kind);
  return {
    items: await namedLines(reader, items, language),
    next: next === null ? null : encodeCursor(list, [next]),
  };
}
