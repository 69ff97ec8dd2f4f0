import type { Unit } from '../database/unit.js';
import { levelInspected } from '../domain/held-back.js';
import type { LevelScheme } from '../domain/level-scheme/scheme.js';
import { Problem } from '../http/problem.js';
import { serviceRow } from '../public-services/standing.query.js';
import { outcomeRows } from './inspection-view.query.js';
import { type FindingRow, FindingTable, type InspectionRow } from './inspection.table.js';
import type { CloseInspection } from './inspections.dto.js';
import { notify } from './notify.js';
import { proposedFindings } from './proposed-findings.js';

/**
 * Closes an inspection: its level follows from its outcomes, and it is bound to the facts as they are now.
 * @throws Problem 422 `inspection_empty`
 */
export async function closeInspection(
  unit: Unit,
  scheme: LevelScheme,
  row: InspectionRow,
  declaredLevel: number,
  input: CloseInspection,
): Promise<void> {
  const outcomes = await outcomeRows(unit, row.id);
  if (outcomes.every(({ outcome }) => outcome === 'not_checked')) throw new Problem(422, 'inspection_empty');
  const {
    effectiveFrom = unit.today,
    findings = proposedFindings(scheme.criteria, outcomes, declaredLevel, unit.today),
  } = input;
  const { supportedLevel, heldBackBy } = levelInspected(scheme, outcomes);
  const level = supportedLevel ?? 0;
  const { id, serviceId, factsNo, versionNo, factsSha } = row;
  const bound = { factsNo, versionNo, factsSha };
  await unit.run(
    `UPDATE inspection SET state = 'closed', level = :level, effective_from = :effectiveFrom, facts_no = :factsNo,
            version_no = :versionNo, facts_sha = :factsSha, closed_at = :at, closed_by = :by
     WHERE id = :id AND state = 'open'`,
    { id, level, effectiveFrom, ...bound, at: unit.at, by: unit.actor.name },
  );
  const { agencyCode } = await serviceRow(unit, serviceId);
  const rows = findings.map((finding, i): FindingRow => ({
    id: `${id}~f${i + 1}`,
    inspectionId: id,
    serviceId,
    agencyCode,
    criterion: finding.criterion ?? null,
    text: finding.text,
    dueDate: finding.dueDate,
    state: 'open',
    createdAt: unit.at,
    updatedAt: unit.at,
  }));
  await unit.insertMany(FindingTable, rows);
  unit.record(
    `service:${serviceId}`,
    { inspection: { id, state: 'open' } },
    {
      inspection: {
        id,
        state: 'closed',
        level: supportedLevel,
        heldBackBy,
        effectiveFrom,
        ...bound,
        outcomes,
        findings: rows,
      },
    },
  );
  const about = { agencyCode, serviceId, subject: `inspection:${id}` };
  if (level < declaredLevel) await notify(unit, { ...about, kind: 'level_lowered' });
  else if (rows.length > 0) await notify(unit, { ...about, kind: 'findings_made' });
  unit.touch(serviceId);
}
