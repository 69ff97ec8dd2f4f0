const NOTHING = '∅';

/** One value that an entry of the ledger changed. Undefined: there was or is no such value. */
export interface Difference {
  /** Names on the way to it, as `lines › 2 › title`; empty where the whole subject is meant. */
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/**
 * Where two states of a subject differ, value by value, in the order of the later one. Of what is new or has ended only the
 * values that say something.
 */
export function differences(before: unknown, after: unknown): Difference[] {
  const left = leaves(before);
  const right = leaves(after);
  const paths = new Set([...right.keys(), ...left.keys()]);
  return [...paths]
    .filter((path) => left.get(path) !== right.get(path))
    .filter((path) => !isNothing(before, right.get(path)) && !isNothing(after, left.get(path)))
    .map((path) => ({ path, before: left.get(path), after: right.get(path) }));
}

/** @param other the state on the other side */
function isNothing(other: unknown, value: string | undefined): boolean {
  return other === null && value === NOTHING;
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    // A subject that is new or has ended has no values on that side.
    if (path !== '' && value === null) found.set(path, NOTHING);
    return found;
  }
  if (typeof value !== 'object') return found.set(path, String(value as string | number | boolean));
  const members = Object.entries(value);
  if (members.length === 0 && path !== '') found.set(path, Array.isArray(value) ? '[]' : '{}');
  for (const [name, member] of members) {
    const step = Array.isArray(value) ? String(Number(name) + 1) : name;
    leaves(member, path === '' ? step : `${path} › ${step}`, found);
  }
  return found;
}
