import { Injectable } from '@nestjs/common';
import { requireAgency } from '../accounts/agency-scope.js';
import { actorOf, type Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { emptyContent, type ProcedureContent } from '../domain/procedure-content.js';
import { normalise } from '../domain/text/fold.js';
import { VERSION_MOVES } from '../domain/version-moves.js';
import { etagOfJson, requireIfMatch, type Conditional } from '../http/preconditions.js';
import { refuseFaults } from '../http/problem.js';
import { mergedContent } from './draft-content.js';
import { codeToRegister, contentToCopy, draftFaults, registrationFaults } from './draft-faults.js';
import { type LikelyDuplicate, likelyDuplicates } from './likely-duplicates.query.js';
import type { DraftInput, RegisterInput } from './procedure.dto.js';
import { type DraftView, draftView } from './procedure.presenter.js';
import { visibleProcedure, viewOf, type WholeProcedure, wholeProcedure } from './procedure.query.js';
import type { VersionRecord } from './procedure-records.query.js';
import { ProcedureTable } from './procedure.table.js';
import {
  draftFor,
  headlineOf,
  insertVersion,
  ledgerVersion,
  nextNo,
  updateProcedure,
  updateVersion,
  wrongState,
} from './version-writing.js';

export type Registered = DraftView & { likelyDuplicates: LikelyDuplicate[] };

/** Registers procedures and edits their drafts. */
@Injectable()
export class ProcedureDrafts {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Problem 409 `duplicate`, 403 `other_agency`, 400 where something named does not exist or may not be read */
  register(caller: Caller, input: RegisterInput): Promise<Registered> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'procedure.register' }, async (unit) => {
      const ownerAgency = input.ownerAgency ?? caller.agencyCode;
      await requireAgency(unit, caller, 'procedure.register', ownerAgency);
      const original = await contentToCopy(unit, caller, input.copyFrom);
      refuseFaults(await registrationFaults(unit, original, input));
      const content = mergedContent(original ?? emptyContent(input.name!, input.fieldCode!), input);
      const code = codeToRegister(input, original)!;
      await unit.insertMany(ProcedureTable, [
        {
          code,
          ...headlineOf(content),
          status: 'draft',
          publishedNo: null,
          draftNo: 1,
          ownerAgency,
          demonstration: 0,
          revision: 1,
          updatedAt: unit.at,
        },
      ]);
      const draft: VersionRecord = {
        ...newDraft(unit, caller, code, 1, content),
        ...decisionOf(input),
        kind: input.kind ?? 'new',
      };
      await insertVersion(unit, draft);
      unit.record(`procedure:${code}`, null, { ownerAgency, ...ledgerVersion(draft) });
      const { name, fieldCode } = content;
      const registered = await wholeProcedure(unit, code);
      return {
        ...draftView(registered.procedure, registered.draft!),
        likelyDuplicates: await likelyDuplicates(unit, { code, name, fieldCode }, caller),
      };
    });
  }

  /**
   * Edits the open draft, or opens the next version of a published procedure with the edit made.
   * @throws Problem 404 also where the caller may not read it, 412 and 428 (If-Match), 409 `wrong_state`, 403 `other_agency`
   */
  edit(caller: Caller, code: string, input: DraftInput, request: Conditional): Promise<DraftView> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'procedure.edit' }, async (unit) => {
      const whole = await visibleProcedure(unit, code, caller);
      const { procedure, versions } = whole;
      await requireAgency(unit, caller, 'procedure.register', procedure.ownerAgency);
      requireIfMatch(request, await tagsOf(unit, whole));
      refuseFaults(await draftFaults(unit, input));
      const draft = whole.draft ? draftFor('edit', whole) : undefined;
      const base = draft ?? openNext(unit, caller, whole);
      const edited: VersionRecord = {
        ...base,
        ...decisionOf(input, base),
        kind: input.kind ?? base.kind,
        state: VERSION_MOVES.edit.to,
        content: mergedContent(base.content, input),
        editedBy: caller.name,
        editedByAgency: caller.agencyCode,
        recordedAt: unit.at,
      };
      if (draft) await updateVersion(unit, draft, edited);
      else await insertVersion(unit, edited);
      await updateProcedure(unit, procedure, {
        draftNo: edited.no,
        ...(procedure.publishedNo === null ? headlineOf(edited.content) : {}),
      });
      const before = draft ?? versions.find(({ no }) => no === procedure.publishedNo);
      unit.record(`procedure:${code}`, before ? ledgerVersion(before) : null, ledgerVersion(edited));
      const after = await wholeProcedure(unit, code);
      return draftView(after.procedure, after.draft!);
    });
  }
}

/** The tags under which the caller may have read what is edited: the draft's and the procedure's. */
export async function tagsOf(queries: Queries, whole: WholeProcedure): Promise<string[]> {
  const { procedure, draft } = whole;
  const ofProcedure = etagOfJson(await viewOf(queries, whole));
  return draft ? [etagOfJson(draftView(procedure, draft)), ofProcedure] : [ofProcedure];
}

function openNext(unit: Unit, caller: Caller, { procedure, versions }: WholeProcedure): VersionRecord {
  const published = versions.find(({ no }) => no === procedure.publishedNo)!;
  if (published.kind === 'repealed') {
    throw wrongState('edit', 'repealed', ['published', ...VERSION_MOVES.edit.from]);
  }
  const draft = newDraft(unit, caller, procedure.code, nextNo(versions), published.content);
  return { ...draft, kind: 'amended' };
}

function newDraft(
  unit: Unit,
  caller: Caller,
  procedureCode: string,
  no: number,
  content: ProcedureContent,
): VersionRecord {
  return {
    procedureCode,
    no,
    kind: 'new',
    state: 'draft',
    content,
    decisionNumber: null,
    decisionDate: null,
    signer: null,
    effectiveFrom: null,
    effectiveTo: null,
    reason: null,
    editedBy: caller.name,
    editedByAgency: caller.agencyCode,
    recordedAt: unit.at,
    publishedAt: null,
  };
}

type Decision = Pick<VersionRecord, 'decisionNumber' | 'decisionDate' | 'signer' | 'effectiveFrom'>;

const NO_DECISION: Decision = { decisionNumber: null, decisionDate: null, signer: null, effectiveFrom: null };

/** The decision with what is given of it; `null` takes a part away. */
export function decisionOf(given: Partial<Decision>, base: Decision = NO_DECISION): Decision {
  const text = (value: string | null | undefined, kept: string | null) =>
    value === undefined ? kept : value === null ? null : normalise(value) || null;
  return {
    decisionNumber: text(given.decisionNumber, base.decisionNumber),
    decisionDate: given.decisionDate === undefined ? base.decisionDate : given.decisionDate,
    signer: text(given.signer, base.signer),
    effectiveFrom: given.effectiveFrom === undefined ? base.effectiveFrom : given.effectiveFrom,
  };
}
