/** Who does something, with every agency that they belonged to from the time in question until now. */
export interface Party {
  name: string;
  agencies: readonly string[];
}

/** Who declared the level that is inspected, or last edited the facts behind it. */
export interface Maker extends Party {
  did: 'declared' | 'edited';
}

/** Agency above, by agency; null at the top. */
export type ParentOf = ReadonlyMap<string, string | null>;

export interface FourEyesQuestion {
  inspector: Party;
  /** The agency whose declaration it is, whoever typed it. */
  agencyCode: string;
  makers: readonly Maker[];
  /** The tree of agencies as it is now and as it was when they made it: who is related in any is related. */
  trees: readonly ParentOf[];
}

export type FourEyesRule =
  'four_eyes_declared' | 'four_eyes_edited' | 'four_eyes_own_agency' | 'four_eyes_agency_line';

/**
 * Nobody verifies what they or their own agency, or one above or below it, declared or last edited. The one place of this
 * rule; it knows no roles, so that administrators obey it too.
 * @returns the rule that forbids it; null where nothing does
 */
export function fourEyes({ inspector, agencyCode, makers, trees }: FourEyesQuestion): FourEyesRule | null {
  const own = makers.filter((maker) => maker.name === inspector.name);
  if (own.some(({ did }) => did === 'declared')) return 'four_eyes_declared';
  if (own.length > 0) return 'four_eyes_edited';
  const theirs = new Set([agencyCode, ...makers.flatMap((maker) => maker.agencies)]);
  if (inspector.agencies.some((code) => theirs.has(code))) return 'four_eyes_own_agency';
  const related = (a: string, b: string) =>
    trees.some((parentOf) => lineOf(parentOf, a).has(b) || lineOf(parentOf, b).has(a));
  const isInLine = inspector.agencies.some((mine) => [...theirs].some((code) => related(mine, code)));
  return isInLine ? 'four_eyes_agency_line' : null;
}

/** The agency and all above it. */
function lineOf(parentOf: ParentOf, code: string): Set<string> {
  const line = new Set<string>();
  for (let at: string | null = code; at !== null && !line.has(at); at = parentOf.get(at) ?? null)
    line.add(at);
  return line;
}
