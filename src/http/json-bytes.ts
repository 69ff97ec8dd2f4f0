/**
 * Members of a list that are written together: about 20 kB of a report. A text beyond 128 kB of memory is put together out of its
 * parts in memory that the engine takes anew each time, which at a megabyte costs more than writing the parts.
 */
const AT_ONCE = 16;

/** JSON of a value as `JSON.stringify` has it, as UTF-8; long lists that the value holds are written part by part. */
export function jsonBytes(value: unknown): Buffer {
  if (!holdsLongList(value)) return Buffer.from(JSON.stringify(value));
  return Buffer.concat([...piecesOf(value)].map((piece) => Buffer.from(piece)));
}

function holdsLongList(value: unknown): value is object {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || 'toJSON' in value) return false;
  return Object.values(value).some(isLongList);
}

function isLongList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > AT_ONCE;
}

function* piecesOf(value: object): Generator<string> {
  let before = '{';
  for (const [name, member] of Object.entries(value)) {
    if (isLongList(member)) {
      yield `${before}${JSON.stringify(name)}:[`;
      for (let at = 0; at < member.length; at += AT_ONCE)
        yield `${at === 0 ? '' : ','}${inner(member.slice(at, at + AT_ONCE))}`;
      yield ']';
    } else {
      const written = inner({ [name]: member as unknown });
      // What JSON has no word for is left out.
      if (written === '') continue;
      yield `${before}${written}`;
    }
    before = ',';
  }
  yield '}';
}

/** JSON without the brackets or braces around it. */
function inner(value: object): string {
  return JSON.stringify(value).slice(1, -1);
}
