import canonicalize from 'canonicalize';
import { hash } from 'node:crypto';

/**
 * The canonical form of a JSON value (RFC 8785), the byte form of everything that is hashed. Numbers and texts are written as
 * JSON.stringify writes them, so plain data needs no more than its members in order; whatever is not plain is left to the library.
 */
export function canonicalJson(value: unknown): string {
  return plainText(value) ?? libraryText(value);
}

function libraryText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value');
  return text;
}

function plainText(value: unknown): string | undefined {
  try {
    const text = JSON.stringify(inOrder(value));
    // What looks like the escape of half a character may be one.
    return text.includes('\\ud') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The value with the members of every object in order; itself where they are already. @throws where it is not plain data */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new TypeError('Not plain data');
  return Array.isArray(value) ? listInOrder(value) : membersInOrder(value as Record<string, unknown>);
}

function listInOrder(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = inOrder(list[i]);
    if (item !== list[i]) (copy ??= list.slice())[i] = item;
  }
  return copy ?? list;
}

function membersInOrder(object: Record<string, unknown>): Record<string, unknown> {
  const { toJSON } = object;
  if (typeof toJSON === 'function') throw new TypeError('Not plain data');
  const names = Object.keys(object);
  let isInOrder = true;
  for (let i = 0; i < names.length; i++) {
    if (!isOrdinary(names[i]!)) throw new TypeError('Not plain data');
    if (i > 0 && names[i - 1]! > names[i]!) isInOrder = false;
  }
  if (!isInOrder) names.sort();
  // Most objects are in order already, and no copy of them is made.
  let copy: Record<string, unknown> | undefined = isInOrder ? undefined : {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const member = object[name];
    const ordered = member === undefined ? undefined : inOrder(member);
    if (copy === undefined && ordered !== member) copy = firstMembers(object, names, i);
    if (copy !== undefined) copy[name] = ordered;
  }
  return copy ?? object;
}

function firstMembers(
  object: Record<string, unknown>,
  names: readonly string[],
  count: number,
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) copy[names[i]!] = object[names[i]!];
  return copy;
}

/** Objects have members that look like numbers first, in whatever order they were given; and one name gives no member. */
function isOrdinary(name: string): boolean {
  const first = name.charCodeAt(0);
  return !(first >= 48 && first <= 57) && name !== '__proto__';
}

/** SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text);
}
