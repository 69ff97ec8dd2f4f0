import { inList } from '../database/sql.js';
import type { Unit } from '../database/unit.js';
import type { Settlement } from '../domain/upstream-change.js';
import type { VersionRecord } from './procedure-records.query.js';
import { UpstreamChangeTable } from './upstream-change.table.js';

/**
 * Flags every service of the procedure that has not ended: its agency has to say whether its facts hold under the new
 * version. A change that nobody had answered is taken up into this one. Call it where the version is published.
 */
export async function flagServices(
  unit: Unit,
  former: VersionRecord,
  published: VersionRecord,
  effectiveFrom: string,
): Promise<void> {
  const { procedureCode, no: versionNo } = published;
  const services = await unit.all<{ id: string; pending_from: number | null }>(
    `SELECT s.id, c.from_version_no AS pending_from FROM public_service s
     LEFT JOIN upstream_change c ON c.service_id = s.id AND c.settled_at IS NULL
     WHERE s.procedure_code = :procedureCode AND (s.valid_to IS NULL OR s.valid_to >= :today) ORDER BY s.id`,
    { procedureCode, today: unit.today },
  );
  await unit.run(
    `UPDATE upstream_change SET settled_at = :at, settled_how = 'superseded'
     WHERE settled_at IS NULL AND service_id IN (SELECT id FROM public_service WHERE procedure_code = :procedureCode)`,
    { at: unit.at, procedureCode },
  );
  const rows = services.map(({ id, pending_from }) => ({
    serviceId: id,
    versionNo,
    fromVersionNo: pending_from ?? former.no,
    effectiveFrom,
    recordedAt: unit.at,
    settledAt: null,
    settledHow: null,
    settledBy: null,
    settledByAgency: null,
    note: null,
  }));
  await unit.insertMany(UpstreamChangeTable, rows);
  for (const { serviceId, fromVersionNo } of rows)
    unit.record(`service:${serviceId}`, null, {
      upstreamChange: { fromVersion: fromVersionNo, toVersion: versionNo, effectiveFrom },
    });
}

/** The agency’s answer to a new version. @returns whether one was waiting */
export async function settleUpstreamChange(
  unit: Unit,
  serviceId: string,
  how: Exclude<Settlement, 'superseded'>,
  note: string | null,
): Promise<boolean> {
  return (await settleUpstreamChanges(unit, [serviceId], how, note)) > 0;
}

/** The answer for many services at once. @returns for how many of them one was waiting */
export async function settleUpstreamChanges(
  unit: Unit,
  serviceIds: readonly string[],
  how: Exclude<Settlement, 'superseded'>,
  note: string | null,
): Promise<number> {
  const named = `settled_at IS NULL AND service_id IN ${inList(unit.engine, 'ids')}`;
  const ids = JSON.stringify(serviceIds);
  const pending = await unit.all<{ service_id: string; version_no: number }>(
    `SELECT service_id, version_no FROM upstream_change WHERE ${named} ORDER BY service_id`,
    { ids },
  );
  if (pending.length === 0) return 0;
  const { name: by, agencyCode: agency } = unit.actor;
  await unit.run(
    `UPDATE upstream_change SET settled_at = :at, settled_how = :how, settled_by = :by, settled_by_agency = :agency,
       note = :note WHERE ${named}`,
    { at: unit.at, how, by, agency, note, ids },
  );
  for (const { service_id: serviceId, version_no: toVersion } of pending) {
    unit.record(
      `service:${serviceId}`,
      { upstreamChange: { toVersion, settled: null } },
      { upstreamChange: { toVersion, settled: how, note } },
    );
    unit.touch(serviceId);
  }
  return pending.length;
}
