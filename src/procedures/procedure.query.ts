import { stateOf } from '../http/pages.js';
import { reaches } from '../accounts/agency-scope.js';
import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { Unit } from '../database/unit.js';
import { notFound } from '../http/problem.js';
import { selectServices } from '../publication/service-filter.js';
import { type DraftView, draftView, type ProcedureView, procedureView } from './procedure.presenter.js';
import {
  type ProcedureRecord,
  procedureRecord,
  type VersionRecord,
  versionsOf,
} from './procedure-records.query.js';
import { levelsByProcedure } from './service-levels.query.js';

export interface WholeProcedure {
  procedure: ProcedureRecord;
  /** Drafts too, in the order of their numbers. */
  versions: VersionRecord[];
  /** The version that is being worked on. */
  draft: VersionRecord | undefined;
}

/** @throws Problem 404 */
export async function wholeProcedure(queries: Queries, code: string): Promise<WholeProcedure> {
  const whole = await procedureWithVersions(queries, code);
  if (!whole) throw notFound();
  return whole;
}

async function procedureWithVersions(queries: Queries, code: string): Promise<WholeProcedure | undefined> {
  const procedure = await procedureRecord(queries, code);
  if (!procedure) return undefined;
  const versions = (await versionsOf(queries, [code])).get(code) ?? [];
  return { procedure, versions, draft: versions.find(({ no }) => no === procedure.draftNo) };
}

/**
 * A procedure as this caller may see it.
 * @throws Problem 404 also for one that was never published, where the caller may not read its draft
 */
export async function visibleProcedure(
  queries: Queries,
  code: string,
  caller: Caller | undefined,
): Promise<WholeProcedure> {
  const whole = await readableProcedure(queries, code, caller);
  if (!whole) throw notFound();
  return whole;
}

/** The same, or undefined. */
export async function readableProcedure(
  queries: Queries,
  code: string,
  caller: Caller | undefined,
): Promise<WholeProcedure | undefined> {
  const whole = await procedureWithVersions(queries, code);
  return whole && (await mayKnowOf(queries, whole.procedure, caller)) ? whole : undefined;
}

/** Whether the caller may know that it is there: one that was never published is for those who may read its draft. */
export async function mayKnowOf(
  queries: Queries,
  procedure: Pick<ProcedureRecord, 'status' | 'ownerAgency'>,
  caller: Caller | undefined,
): Promise<boolean> {
  return procedure.status !== 'draft' || seesDraft(queries, procedure, caller);
}

/** @throws Problem 404 where no draft is open or the caller may not read it */
export async function visibleDraft(queries: Queries, code: string, caller: Caller): Promise<DraftView> {
  const { procedure, draft } = await wholeProcedure(queries, code);
  if (!draft || !(await seesDraft(queries, procedure, caller))) throw notFound();
  return draftView(procedure, draft);
}

async function seesDraft(
  queries: Queries,
  { ownerAgency }: Pick<ProcedureRecord, 'ownerAgency'>,
  caller: Caller | undefined,
): Promise<boolean> {
  return caller !== undefined && reaches(queries, caller, 'procedure.readDraft', ownerAgency);
}

/** The procedure as GET answers it, from the catalogue as it is inside `queries`. */
export async function viewOf(
  queries: Queries,
  { procedure, versions }: Pick<WholeProcedure, 'procedure' | 'versions'>,
): Promise<ProcedureView> {
  const day = await listDay(queries);
  const selection = await selectServices(queries, {}, day);
  const levels = await levelsByProcedure(queries, selection, [procedure.code]);
  return procedureView(procedure, versions, day, levels(procedure.code));
}

/** The day of the published list; inside a transaction, the day that it brings the list to. */
export async function listDay(queries: Queries): Promise<string> {
  if (queries instanceof Unit) return queries.head.listDay;
  return (await stateOf(queries)).asOf;
}
