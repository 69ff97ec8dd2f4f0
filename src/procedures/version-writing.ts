import type { Unit } from '../database/unit.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { hasForms, type ProcedureContent } from '../domain/procedure-content.js';
import { fold } from '../domain/text/fold.js';
import { sortKey } from '../domain/text/sort-key.js';
import { allows, VERSION_MOVES, type VersionMove } from '../domain/version-moves.js';
import { Problem } from '../http/problem.js';
import type { WholeProcedure } from './procedure.query.js';
import type { VersionRecord } from './procedure-records.query.js';
import { type ProcedureRow, ProcedureTable, ProcedureVersionTable } from './procedure.table.js';

/** What a procedure's row repeats of the content that speaks for it, for lists and for the search. */
export function headlineOf(
  content: ProcedureContent,
): Pick<ProcedureRow, 'fieldCode' | 'name' | 'nameSort' | 'nameFolded' | 'hasForms'> {
  const { name, fieldCode } = content;
  return {
    fieldCode,
    name,
    nameSort: sortKey(name),
    nameFolded: fold(name),
    hasForms: Number(hasForms(content)),
  };
}

/** A version as the ledger keeps it. */
export function ledgerVersion(version: VersionRecord): Record<string, unknown> {
  const { no, kind, state, decisionNumber, decisionDate, signer, effectiveFrom, effectiveTo } = version;
  const { reason, content } = version;
  return {
    version: no,
    kind,
    state,
    decisionNumber,
    decisionDate,
    signer,
    effectiveFrom,
    effectiveTo,
    reason,
    content,
  };
}

export async function insertVersion(unit: Unit, version: VersionRecord): Promise<void> {
  await unit.insertMany(ProcedureVersionTable, [{ ...version, content: canonicalJson(version.content) }]);
}

/** @param changes `content` only where the version has not been made public */
export async function updateVersion(
  unit: Unit,
  { procedureCode, no }: VersionRecord,
  { content, ...changes }: Partial<VersionRecord>,
): Promise<void> {
  await unit.update(ProcedureVersionTable, {
    ...changes,
    procedureCode,
    no,
    ...(content ? { content: canonicalJson(content) } : {}),
  });
}

export async function updateProcedure(
  unit: Unit,
  { code, revision }: Pick<ProcedureRow, 'code' | 'revision'>,
  changes: Partial<ProcedureRow>,
): Promise<void> {
  await unit.update(ProcedureTable, { ...changes, code, revision: revision + 1, updatedAt: unit.at });
}

/** Has every service of the procedure published anew: what they say of it has changed. */
export async function touchServices(unit: Unit, procedureCode: string): Promise<void> {
  const services = await unit.all<{ id: string }>(
    'SELECT id FROM public_service WHERE procedure_code = :procedureCode ORDER BY id',
    { procedureCode },
  );
  for (const { id } of services) unit.touch(id);
}

/**
 * The open draft, where the move is allowed from its state.
 * @throws Problem 409 `wrong_state` that names the state and those from which it is allowed
 */
export function draftFor(move: VersionMove, { procedure, draft }: WholeProcedure): VersionRecord {
  if (draft && allows(move, draft.state)) return draft;
  throw wrongState(move, draft?.state ?? procedure.status, VERSION_MOVES[move].from);
}

export function wrongState(action: string, state: string, allowed: readonly string[]): Problem {
  return new Problem(409, 'wrong_state', { params: { action, state, allowed: allowed.join(', ') } });
}

export function nextNo(versions: readonly VersionRecord[]): number {
  return Math.max(0, ...versions.map(({ no }) => no)) + 1;
}
