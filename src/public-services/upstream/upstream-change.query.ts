import type { Queries } from '../../database/reader.js';
import { type ChangedPart, changedParts, type ComparedVersion } from '../../domain/procedure-changes.js';
import type { Settlement } from '../../domain/upstream-change.js';
import { versionsOf } from '../../procedures/procedure-records.query.js';
import { serviceRow } from '../standing.query.js';

/** A new version of the procedure, held against the one under which the facts were stated or confirmed last. */
export interface PendingChange {
  fromVersion: number;
  toVersion: number;
  effectiveFrom: string;
  recordedAt: string;
  /** Part by part, with what it said and says. */
  changed: ChangedPart[];
}

export interface SettledChange extends Omit<PendingChange, 'changed'> {
  settledAt: string;
  how: Settlement;
  agencyCode: string | null;
  note: string | null;
}

export interface ServiceUpstream {
  serviceId: string;
  /** Null where nothing waits for an answer. */
  pending: PendingChange | null;
  /** Those answered, the latest first. */
  settled: SettledChange[];
}

type ChangeRow = Omit<SettledChange, 'settledAt' | 'how'> & {
  settledAt: string | null;
  how: Settlement | null;
};

/** @throws Problem 404 where there is no such service */
export async function serviceUpstream(queries: Queries, serviceId: string): Promise<ServiceUpstream> {
  const { procedureCode } = await serviceRow(queries, serviceId);
  const rows = await queries.all<ChangeRow>(
    `SELECT from_version_no AS "fromVersion", version_no AS "toVersion", effective_from AS "effectiveFrom",
            recorded_at AS "recordedAt", settled_at AS "settledAt", settled_how AS "how",
            settled_by_agency AS "agencyCode", note
     FROM upstream_change WHERE service_id = :serviceId ORDER BY version_no DESC`,
    { serviceId },
  );
  const open = rows.find(({ settledAt }) => settledAt === null);
  return {
    serviceId,
    pending: open ? await pendingChange(queries, procedureCode, open) : null,
    settled: rows.filter((row): row is SettledChange => row.settledAt !== null),
  };
}

async function pendingChange(
  queries: Queries,
  procedureCode: string,
  { fromVersion, toVersion, effectiveFrom, recordedAt }: ChangeRow,
): Promise<PendingChange> {
  const versions = (await versionsOf(queries, [procedureCode])).get(procedureCode) ?? [];
  const compared = (wanted: number): ComparedVersion => {
    const { content, decisionNumber, decisionDate } = versions.find(({ no }) => no === wanted)!;
    return { content, decision: { number: decisionNumber, date: decisionDate } };
  };
  const changed = changedParts(compared(fromVersion), compared(toVersion));
  return { fromVersion, toVersion, effectiveFrom, recordedAt, changed };
}
