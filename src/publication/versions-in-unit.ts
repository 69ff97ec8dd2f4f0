import type { Unit } from '../database/unit.js';
import { type VersionRecord, versionRecords } from './service-records.query.js';

const TABLES = ['procedure_version', 'field'];

interface Known {
  /** Rows of `TABLES` that the transaction had written when these were read. */
  written: number;
  versions: Map<string, VersionRecord[]>;
}

const known = new WeakMap<Unit, Known>();

/**
 * The published versions of procedures as a transaction sees them, by procedure. What judges a write and what publishes it ask for the
 * same ones: they are read once, and anew where the transaction has written a version or a field since.
 */
export async function versionsInUnit(
  unit: Unit,
  procedureCodes: Iterable<string>,
): Promise<ReadonlyMap<string, VersionRecord[]>> {
  const written = unit.seals.writesOf(TABLES);
  let found = known.get(unit);
  if (found?.written !== written) known.set(unit, (found = { written, versions: new Map() }));
  const { versions } = found;
  const missing = new Set([...procedureCodes].filter((code) => !versions.has(code)));
  if (missing.size > 0) {
    const read = await versionRecords(unit, [...missing]);
    for (const code of missing) versions.set(code, read.get(code) ?? []);
  }
  return versions;
}
