import { createHash } from 'node:crypto';
import { badRequest, type Problem } from './problem.js';

type CursorValue = string | number;

/**
 * An opaque cursor: the sort key of the last item that was given, bound to the list it belongs to. It holds under inserts,
 * since the next page begins after a key and not at a count.
 */
export function encodeCursor(list: string, key: readonly CursorValue[]): string {
  const body = JSON.stringify(key);
  return Buffer.from(`${mark(list, body)}${body}`).toString('base64url');
}

/**
 * @param pointer the parameter that carried it
 * @throws Problem 400 `bad_cursor` for anything but a cursor of this very list
 */
export function decodeCursor(list: string, cursor: string, pointer = '/cursor'): CursorValue[] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const body = text.slice(MARK_LENGTH);
  if (text.slice(0, MARK_LENGTH) !== mark(list, body) || Buffer.from(text).toString('base64url') !== cursor) {
    throw badRequest([{ in: 'query', pointer, code: 'bad_cursor' }]);
  }
  return JSON.parse(body) as CursorValue[];
}

/** For a list that finds a key in a cursor which it cannot have given. */
export const badCursor = (): Problem => badRequest([{ in: 'query', pointer: '/cursor', code: 'bad_cursor' }]);

const MARK_LENGTH = 8;

/** Not a secret: it finds cursors of other lists and typing mistakes, and every value is checked again by the query. */
function mark(list: string, body: string): string {
  return createHash('sha256').update(`${list}\n${body}`).digest('base64url').slice(0, MARK_LENGTH);
}
