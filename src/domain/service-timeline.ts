/**
 * The history of one public service as stretches of days: pure, from its records alone.
 *
 * Published level: the verified one where an inspection is in effect, else the declared one (model: three facts kept apart).
 */
import type { Level } from './level-scheme/scheme.js';

export type Basis = 'none' | 'declared' | 'verified' | 'verified_stale';

/** Stands for "since always" and "until further notice" inside intervals. */
export const OPEN_START = '0001-01-01';
export const OPEN_END = '9999-12-31';
/** Stands for "still known so": no correction has been recorded. */
export const STILL_KNOWN = '9999-12-31T23:59:59.999Z';

/** Days are civil days `YYYY-MM-DD`. `from` is the first day, `to` the first day no longer. */
export interface Span {
  from: string;
  to: string;
}

export interface VersionInForce {
  no: number;
  /** First day in force; `null`: not known, hence since always. */
  effectiveFrom: string | null;
  /** A repeal ends the procedure on its first day. */
  repeals: boolean;
  fieldCode: string;
  hasForms: boolean;
}

export interface DeclaredLevel {
  no: number;
  level: Level;
  effectiveFrom: string;
}

export interface VerifiedLevel {
  no: number;
  /** `null`: the inspection found not even level 1. */
  level: Level | null;
  effectiveFrom: string;
  /** First day on which the facts were no longer those that were verified. */
  staleFrom: string | null;
  /** Days on which a new version of the procedure waits for the agency's answer. */
  doubts?: readonly Span[];
}

export interface ServiceRecords {
  /** When the service is offered: its own span within that of its agency. */
  offered: Span;
  /** Stretches inside `offered` during which it was closed, each before the next. */
  gaps?: readonly Span[];
  versions: readonly VersionInForce[];
  declarations: readonly DeclaredLevel[];
  verifications: readonly VerifiedLevel[];
}

export interface Segment extends Span {
  versionNo: number;
  fieldCode: string;
  hasForms: boolean;
  level: Level | null;
  basis: Basis;
  declaredLevel: Level | null;
  verifiedLevel: Level | null;
  /** Number of the verification in effect; `null` where there is none. */
  verificationNo: number | null;
  /** First day of the unbroken run at `level`; `null` where there is no level. */
  levelSince: string | null;
}

/** @returns the stretches in which the service is in force, in order, without overlap, each different from the one before */
export function timelineOf(records: ServiceRecords): Segment[] {
  const { offered, gaps = [] } = records;
  if (offered.from >= offered.to) return [];
  const versions = inOrder(records.versions, (version) => version.effectiveFrom ?? OPEN_START);
  const declarations = inOrder(records.declarations, (declaration) => declaration.effectiveFrom);
  const verifications = inOrder(records.verifications, (verification) => verification.effectiveFrom);

  const segments: Segment[] = [];
  let last: Segment | undefined;
  const starts = startsWithin(offered, gaps, versions, declarations, verifications);
  for (const [i, from] of starts.entries()) {
    const version = latest(versions, from, (candidate) => candidate.effectiveFrom ?? OPEN_START);
    if (!version || version.repeals || gaps.some((gap) => gap.from <= from && from < gap.to)) {
      last = undefined;
      continue;
    }
    const segment = segmentAt(from, starts[i + 1] ?? offered.to, version, declarations, verifications);
    if (last && last.level === segment.level) segment.levelSince = last.levelSince;
    if (last && sameState(last, segment)) last.to = segment.to;
    else segments.push((last = segment));
  }
  return segments;
}

function startsWithin(
  offered: Span,
  gaps: readonly Span[],
  versions: readonly VersionInForce[],
  declarations: readonly DeclaredLevel[],
  verifications: readonly VerifiedLevel[],
): string[] {
  const days = new Set([offered.from]);
  const add = (day: string | null) => {
    if (day !== null && day > offered.from && day < offered.to) days.add(day);
  };
  for (const gap of gaps) {
    add(gap.from);
    add(gap.to);
  }
  for (const version of versions) add(version.effectiveFrom);
  for (const declaration of declarations) add(declaration.effectiveFrom);
  for (const verification of verifications) {
    add(verification.effectiveFrom);
    add(verification.staleFrom);
    for (const doubt of verification.doubts ?? []) {
      add(doubt.from);
      add(doubt.to);
    }
  }
  return [...days].sort();
}

function segmentAt(
  from: string,
  to: string,
  version: VersionInForce,
  declarations: readonly DeclaredLevel[],
  verifications: readonly VerifiedLevel[],
): Segment {
  const declared = latest(declarations, from, (candidate) => candidate.effectiveFrom);
  const verified = latest(verifications, from, (candidate) => candidate.effectiveFrom);
  const level = verified ? verified.level : (declared?.level ?? null);
  return {
    from,
    to,
    versionNo: version.no,
    fieldCode: version.fieldCode,
    hasForms: version.hasForms,
    level,
    basis: verified ? basisOf(verified, from) : declared ? 'declared' : 'none',
    declaredLevel: declared?.level ?? null,
    verifiedLevel: verified?.level ?? null,
    verificationNo: verified?.no ?? null,
    levelSince: level === null ? null : from,
  };
}

function basisOf(verified: VerifiedLevel, day: string): Basis {
  const isStale = verified.staleFrom !== null && verified.staleFrom <= day;
  return isStale || doubtOn(verified, day) ? 'verified_stale' : 'verified';
}

/** The stretch of doubt that a day lies in. */
export function doubtOn({ doubts = [] }: Pick<VerifiedLevel, 'doubts'>, day: string): Span | undefined {
  return doubts.find(({ from, to }) => from <= day && day < to);
}

/** By first day; of two that begin on one day, the later record wins. */
function inOrder<Item extends { no: number }>(
  items: readonly Item[],
  from: (item: Item) => string,
): readonly Item[] {
  if (items.length < 2) return items;
  return [...items].sort((a, b) => (from(a) < from(b) ? -1 : from(a) > from(b) ? 1 : a.no - b.no));
}

function latest<Item>(sorted: readonly Item[], day: string, from: (item: Item) => string): Item | undefined {
  for (let i = sorted.length - 1; i >= 0; i--) if (from(sorted[i]!) <= day) return sorted[i];
  return undefined;
}

function sameState(a: Segment, b: Segment): boolean {
  return (
    a.versionNo === b.versionNo &&
    a.fieldCode === b.fieldCode &&
    a.hasForms === b.hasForms &&
    a.level === b.level &&
    a.basis === b.basis &&
    a.declaredLevel === b.declaredLevel &&
    a.verifiedLevel === b.verifiedLevel &&
    a.verificationNo === b.verificationNo &&
    a.levelSince === b.levelSince
  );
}

/** What has to be written so that `known` becomes `fresh`: nothing is changed, only closed and added. */
export function correction(
  known: readonly Segment[],
  fresh: readonly Segment[],
): { close: Segment[]; add: Segment[] } {
  const same = (a: Segment, b: Segment) => a.from === b.from && a.to === b.to && sameState(a, b);
  return {
    close: known.filter((old) => !fresh.some((segment) => same(old, segment))),
    add: fresh.filter((segment) => !known.some((old) => same(old, segment))),
  };
}
