import { canonicalJson } from '../domain/canonical-json.js';
import { fold } from '../domain/text/fold.js';
import { sortKey } from '../domain/text/sort-key.js';
import type { AgencyRow } from '../agencies/agency.table.js';
import type { PlanLineRow, PlanRow } from '../plans/plan.table.js';
import type { FieldRow, ProcedureRow, ProcedureVersionRow } from '../procedures/procedure.table.js';
import type { SeedPlan } from './plan-file.js';
import type { SeedProcedure } from './procedure-lines.js';
import type { SeedAgency, SeedField } from './reference-tables.js';

// Rows of the tables from the records of the seed files: nothing is added but keys for sorting and searching.

export function agencyRow(agency: SeedAgency, at: string): AgencyRow {
  const { successors: _, ...kept } = agency;
  return { ...kept, nameSort: sortKey(agency.name), revision: 1, updatedAt: at };
}

export function fieldRow(field: SeedField): FieldRow {
  const { code, name, nameEn, ministryCode, suggestedAgency } = field;
  return { code, name, nameEn, nameSort: sortKey(name), ministryCode, suggestedAgency };
}

export function procedureRows(
  { code, content, decisionNumber, decisionDate, offeredBy }: SeedProcedure,
  knownAgencies: ReadonlySet<string>,
  at: string,
): { procedure: ProcedureRow; version: ProcedureVersionRow } {
  return {
    procedure: {
      code,
      fieldCode: content.fieldCode,
      name: content.name,
      nameSort: sortKey(content.name),
      nameFolded: fold(content.name),
      hasForms: Number(content.components.some((component) => component.hasForm)),
      status: 'published',
      publishedNo: 1,
      draftNo: null,
      ownerAgency: offeredBy !== null && knownAgencies.has(offeredBy) ? offeredBy : null,
      demonstration: 0,
      revision: 1,
      updatedAt: at,
    },
    version: {
      procedureCode: code,
      no: 1,
      kind: 'new',
      state: 'published',
      content: canonicalJson(content),
      decisionNumber,
      decisionDate,
      signer: null,
      effectiveFrom: null,
      effectiveTo: null,
      reason: null,
      editedBy: 'seed',
      editedByAgency: null,
      recordedAt: at,
      publishedAt: at,
    },
  };
}

export function planRows(plan: SeedPlan, at: string): { plan: PlanRow; lines: PlanLineRow[] } {
  const lines = plan.lines.map((line, i): PlanLineRow => ({
    year: plan.year,
    no: i + 1,
    kind: line.kind,
    title: line.title,
    titleEn: line.titleEn,
    level: line.level,
    target: line.target,
    unit: line.unit,
    serviceId: null,
    agencyCode: null,
    dueDate: line.dueDate,
    statedActual: line.statedActual,
    statedDenominator: line.statedDenominator,
    sourceIndicator: line.sourceIndicator,
    note: line.note,
    noteEn: line.noteEn,
    reason: null,
    recordedAt: at,
    changedAt: null,
    changeReason: null,
    withdrawnAt: null,
    withdrawalReason: null,
  }));
  const { year, title, titleEn, note, noteEn } = plan;
  return {
    plan: {
      year,
      title,
      titleEn,
      state: 'draft',
      baseline: null,
      approvedAt: null,
      approvedBy: null,
      note,
      noteEn,
      revision: 1,
      updatedAt: at,
    },
    lines,
  };
}
