import { MEGABYTE, MEMBERS, NUMBER_TRAPS, OTHER_TYPES, TEXT_TRAPS, Written } from './traps.js';

export type Pick = <T>(list: readonly T[]) => T;

/** The value with one place of it changed: another type, a trap, a member that is missing or one too many. */
export function broken(value: unknown, pick: Pick, isOfAddress: boolean): unknown {
  if (Array.isArray(value)) return pick([brokenList, trap])(value, pick, isOfAddress);
  if (value !== null && typeof value === 'object' && !(value instanceof Written))
    return pick([
      brokenMember,
      brokenMember,
      brokenMember,
      missing,
      extra,
      isOfAddress ? brokenMember : trap,
    ])(value as Record<string, unknown>, pick, isOfAddress);
  return trap(value, pick, isOfAddress);
}

function trap(value: unknown, pick: Pick, isOfAddress: boolean): unknown {
  if (isOfAddress)
    return pick([pick(TEXT_TRAPS), pick(NUMBER_TRAPS), [value, value], [pick(TEXT_TRAPS), value]]);
  if (typeof value === 'number') return pick([pick(NUMBER_TRAPS), pick(NUMBER_TRAPS), pick(OTHER_TYPES)]);
  if (typeof value === 'string')
    return pick([
      pick(TEXT_TRAPS),
      pick(TEXT_TRAPS),
      pick(TEXT_TRAPS),
      pick(OTHER_TYPES),
      pick([MEGABYTE, value + value]),
    ]);
  return pick([pick(OTHER_TYPES), pick(TEXT_TRAPS), pick(NUMBER_TRAPS)]);
}

function brokenMember(value: Record<string, unknown>, pick: Pick, isOfAddress: boolean): unknown {
  const names = Object.keys(value);
  if (names.length === 0) return extra(value, pick);
  const name = pick(names);
  return { ...value, [name]: broken(value[name], pick, isOfAddress) };
}

function missing(value: Record<string, unknown>, pick: Pick, isOfAddress: boolean): unknown {
  const names = Object.keys(value);
  // An address without its path is another address.
  if (names.length === 0 || isOfAddress) return extra(value, pick);
  const gone = pick(names);
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone));
}

function extra(value: Record<string, unknown>, pick: Pick): unknown {
  return Object.fromEntries([...Object.entries(value), [pick(MEMBERS), pick([1, 'admin', null, [], {}])]]);
}

function brokenList(value: unknown[], pick: Pick, isOfAddress: boolean): unknown {
  if (value.length === 0) return [pick(OTHER_TYPES)];
  const at = pick(value.map((_, i) => i));
  return pick([
    value.map((item, i) => (i === at ? broken(item, pick, isOfAddress) : item)),
    [...value, value[at]],
    Array.from({ length: 2001 }, () => value[at]),
  ]);
}
