// What is sealed of a row. Plain JavaScript: the thread of a long write seals rows too, and a thread begins with a file, also where
// TypeScript runs as it is.
import { hash } from 'node:crypto';

/**
 * SHA-256 of the row as canonical JSON (RFC 8785): members in the order of their names. Columns without a value are left out, so that a
 * column that a later version adds leaves the hash of older rows as it is.
 */
export function hashOf({ members }, row) {
  let text = '';
  for (const { at, prefix } of members) {
    const value = row[at];
    if (value === null || value === undefined) continue;
    text += `${text === '' ? '{' : ','}${prefix}${typeof value === 'number' ? value : JSON.stringify(value)}`;
  }
  return hash('sha256', `${text}}`);
}

/** The primary key of the row, in the order of its columns, and its hash. */
export function sealOf(shape, row) {
  const seal = shape.key.map((at) => row[at]);
  seal.push(hashOf(shape, row));
  return seal;
}

/** The same of a row that is gone. */
export function sealOfGone(shape, row) {
  const seal = shape.key.map((at) => row[at]);
  seal.push(null);
  return seal;
}

/** The shape by the places of its columns, for rows that come as lists. @param names of the columns of such a row, in their order */
export function placed({ key, members }, names) {
  return {
    key: key.map((name) => names.indexOf(name)),
    members: members.map(({ at, prefix }) => ({ at: names.indexOf(at), prefix })),
  };
}
