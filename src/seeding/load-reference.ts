import { AgencySuccessorTable, AgencyTable } from '../agencies/agency.table.js';
import type { Unit } from '../database/unit.js';
import { IndicatorTable, MeasurementTable, PlanLineTable, PlanTable } from '../plans/plan.table.js';
import { FieldTable, ProcedureTable, ProcedureVersionTable } from '../procedures/procedure.table.js';
import { agencyRow, fieldRow, planRows, procedureRows } from './reference-rows.js';
import type { SeedFiles } from './seed-files.js';

/** Year of the report whose indicators the seed holds. */
const REPORT_YEAR = 2012;

/** Agencies, fields, procedures, plans and indicators, each named in the ledger. */
export async function loadReference(unit: Unit, seeds: SeedFiles): Promise<void> {
  await loadAgencies(unit, seeds);
  await unit.insertMany(FieldTable, seeds.fields.map(fieldRow));
  for (const field of seeds.fields) unit.record(`field:${field.code}`, null, field);
  await loadProcedures(unit, seeds);
  await loadPlans(unit, seeds);
  await loadIndicators(unit, seeds);
  await unit.flush();
}

async function loadAgencies(unit: Unit, { agencies }: SeedFiles): Promise<void> {
  // Parents first: the reference to the parent is checked row by row.
  const depth = { province: 0, district: 1, commune: 2 };
  const ordered = [...agencies].sort(
    (a, b) =>
      Number(a.parentCode !== null) - Number(b.parentCode !== null) || depth[a.level] - depth[b.level],
  );
  await unit.insertMany(
    AgencyTable,
    ordered.map((agency) => agencyRow(agency, unit.at)),
  );
  await unit.insertMany(
    AgencySuccessorTable,
    agencies.flatMap(({ code, successors }) =>
      successors.map((successorCode) => ({ agencyCode: code, successorCode })),
    ),
  );
  for (const agency of ordered) unit.record(`agency:${agency.code}`, null, agency);
}

async function loadProcedures(unit: Unit, { procedures, agencies }: SeedFiles): Promise<void> {
  const known = new Set(agencies.map((agency) => agency.code));
  const rows = procedures.map((procedure) => procedureRows(procedure, known, unit.at));
  await unit.insertMany(
    ProcedureTable,
    rows.map((row) => row.procedure),
  );
  await unit.insertMany(
    ProcedureVersionTable,
    rows.map((row) => row.version),
  );
  for (const { code, content, decisionNumber, decisionDate } of procedures) {
    unit.record(`procedure:${code}`, null, {
      version: 1,
      state: 'published',
      decisionNumber,
      decisionDate,
      content,
    });
  }
}

async function loadPlans(unit: Unit, { plans }: SeedFiles): Promise<void> {
  for (const seed of plans) {
    const { plan, lines } = planRows(seed, unit.at);
    await unit.insertMany(PlanTable, [plan]);
    await unit.insertMany(PlanLineTable, lines);
    unit.record(`plan:${plan.year}`, null, seed);
  }
}

async function loadIndicators(unit: Unit, { indicators }: SeedFiles): Promise<void> {
  await unit.insertMany(
    IndicatorTable,
    indicators.map(({ id, group, name, nameEn, unit: measure }, position) => ({
      id,
      position,
      groupKey: group,
      name,
      nameEn,
      unit: measure,
    })),
  );
  await unit.insertMany(
    MeasurementTable,
    indicators.map(({ id, period, value, comparator, quote }) => ({
      indicatorId: id,
      no: 1,
      // The strands for the next year stand in the same report.
      planYear: REPORT_YEAR,
      period,
      value,
      comparator,
      quote,
      source: 'report-2012',
      actor: unit.actor.name,
      recordedAt: unit.at,
    })),
  );
  for (const indicator of indicators) unit.record(`indicator:${indicator.id}`, null, indicator);
}
