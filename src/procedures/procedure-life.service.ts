import { Injectable } from '@nestjs/common';
import { requireAgency } from '../accounts/agency-scope.js';
import type { AccessRuleId } from '../accounts/access-rules.js';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { addDays } from '../domain/dates/civil-date.js';
import { BLOCKERS, type Blocker, publishingBlockers } from '../domain/publishing-blockers.js';
import { normalise } from '../domain/text/fold.js';
import { allows, VERSION_MOVES } from '../domain/version-moves.js';
import { requireIfMatch, type Conditional } from '../http/preconditions.js';
import { badRequest, Problem } from '../http/problem.js';
import type { PublishInput, RepealInput } from './procedure.dto.js';
import { blockerViews, type DraftView, draftView, type ProcedureView } from './procedure.presenter.js';
import { viewOf, visibleProcedure, type WholeProcedure, wholeProcedure } from './procedure.query.js';
import { decisionOf, tagsOf } from './procedure-drafts.service.js';
import type { VersionRecord } from './procedure-records.query.js';
import { flagServices } from './upstream-changes.js';
import {
  draftFor,
  headlineOf,
  insertVersion,
  ledgerVersion,
  nextNo,
  touchServices,
  updateProcedure,
  updateVersion,
  wrongState,
} from './version-writing.js';

type DraftMove = 'submit' | 'return' | 'approve';

const RULES: Record<DraftMove, AccessRuleId> = {
  submit: 'procedure.register',
  return: 'procedure.review',
  approve: 'procedure.review',
};

/** Moves versions of procedures from draft to published to repealed. */
@Injectable()
export class ProcedureLife {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param reason why it is returned
   * @throws Problem 404 also where the caller may not read it, 409 `wrong_state`, 403 `own_draft` and `other_agency`, 412 where `If-Match` is given and stale
   */
  move(
    move: DraftMove,
    caller: Caller,
    code: string,
    request: Conditional,
    reason: string | null = null,
  ): Promise<DraftView> {
    const intent = { actor: actorOf(caller), action: `procedure.${move}`, why: reason };
    return this.unitOfWork.run(intent, async (unit) => {
      const whole = await this.open(unit, RULES[move], caller, code, request);
      const draft = draftFor(move, whole);
      if (move === 'approve' && draft.editedBy === caller.name && caller.role !== 'admin') {
        throw new Problem(403, 'own_draft');
      }
      const moved = { ...draft, state: VERSION_MOVES[move].to, reason, recordedAt: unit.at };
      await updateVersion(unit, draft, { state: moved.state, reason, recordedAt: unit.at });
      await updateProcedure(unit, whole.procedure, {});
      unit.record(`procedure:${code}`, ledgerVersion(draft), ledgerVersion(moved));
      const { procedure } = await wholeProcedure(unit, code);
      return draftView(procedure, moved);
    });
  }

  /**
   * Makes the approved draft public; the version before it ends on the day before.
   * @throws Problem 422 `publish_blocked` with every blocker, 409 `wrong_state`
   */
  publish(caller: Caller, code: string, input: PublishInput, request: Conditional): Promise<ProcedureView> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'procedure.publish' }, async (unit) => {
      const whole = await this.open(unit, 'procedure.publish', caller, code, request);
      const draft = draftFor('publish', whole);
      const former = publishedVersion(whole);
      const decision = decisionOf(input, draft);
      const effectiveFrom = decision.effectiveFrom ?? unit.today;
      const published: VersionRecord = {
        ...draft,
        ...decision,
        effectiveFrom,
        state: VERSION_MOVES.publish.to,
        reason: null,
        publishedAt: unit.at,
        recordedAt: unit.at,
      };
      refuseBlocked(published, former);
      const { state, reason, publishedAt, recordedAt } = published;
      await updateVersion(unit, draft, {
        ...decision,
        effectiveFrom,
        state,
        reason,
        publishedAt,
        recordedAt,
      });
      const ended = former && (await this.end(unit, former, 'supersede', effectiveFrom));
      await updateProcedure(unit, whole.procedure, {
        ...headlineOf(published.content),
        status: 'published',
        publishedNo: published.no,
        draftNo: null,
      });
      unit.record(`procedure:${code}`, ledgerVersion(draft), {
        ...ledgerVersion(published),
        former: ended ?? null,
      });
      if (former) await flagServices(unit, former, published, effectiveFrom);
      await touchServices(unit, code);
      return this.answer(unit, code);
    });
  }

  /**
   * Ends the procedure by a decision of its own, which is kept as its last version. An open draft ends with it.
   * @throws Problem 409 `wrong_state`, 400 where it would end before it began
   */
  repeal(caller: Caller, code: string, input: RepealInput, request: Conditional): Promise<ProcedureView> {
    const intent = { actor: actorOf(caller), action: 'procedure.repeal', why: input.reason };
    return this.unitOfWork.run(intent, async (unit) => {
      const whole = await this.open(unit, 'procedure.publish', caller, code, request);
      const former = publishedVersion(whole);
      if (!former || !allows('repeal', former.state) || former.kind === 'repealed') {
        throw wrongState('repeal', whole.procedure.status, VERSION_MOVES.repeal.from);
      }
      const { effectiveFrom } = input;
      if (former.effectiveFrom !== null && effectiveFrom < former.effectiveFrom) {
        throw badRequest([{ in: 'body', pointer: '/effectiveFrom', code: 'ends_before_start' }]);
      }
      const reason = normalise(input.reason);
      const repealing: VersionRecord = {
        ...former,
        ...decisionOf({ ...input, signer: null }),
        no: nextNo(whole.versions),
        kind: 'repealed',
        state: VERSION_MOVES.publish.to,
        effectiveTo: null,
        reason,
        editedBy: caller.name,
        editedByAgency: caller.agencyCode,
        recordedAt: unit.at,
        publishedAt: unit.at,
      };
      const { draft } = whole;
      if (draft) await updateVersion(unit, draft, { state: 'returned', reason, recordedAt: unit.at });
      await insertVersion(unit, repealing);
      const ended = await this.end(unit, former, 'repeal', effectiveFrom);
      await updateProcedure(unit, whole.procedure, {
        ...headlineOf(former.content),
        status: 'repealed',
        publishedNo: repealing.no,
        draftNo: null,
      });
      unit.record(`procedure:${code}`, ledgerVersion(former), {
        ...ledgerVersion(repealing),
        former: ended,
        endedDraft: draft?.no ?? null,
      });
      await touchServices(unit, code);
      return this.answer(unit, code);
    });
  }

  /** The procedure, where the caller may do this to it and has not read an older state of it. */
  private async open(
    unit: Unit,
    rule: AccessRuleId,
    caller: Caller,
    code: string,
    request: Conditional,
  ): Promise<WholeProcedure> {
    const whole = await visibleProcedure(unit, code, caller);
    await requireAgency(unit, caller, rule, whole.procedure.ownerAgency);
    requireIfMatch(request, await tagsOf(unit, whole));
    return whole;
  }

  /** Ends a published version. One that is replaced on its first day was never in force: it ends before it begins. */
  private async end(
    unit: Unit,
    former: VersionRecord,
    move: 'supersede' | 'repeal',
    firstDayWithout: string,
  ): Promise<{ version: number; state: string; effectiveTo: string }> {
    const { to: state } = VERSION_MOVES[move];
    const effectiveTo = addDays(firstDayWithout, -1);
    await updateVersion(unit, former, { state, effectiveTo });
    return { version: former.no, state, effectiveTo };
  }

  /** The procedure as GET answers it from now on: its services are projected first, since their levels are part of it. */
  private async answer(unit: Unit, code: string): Promise<ProcedureView> {
    await unit.flush();
    return viewOf(unit, await wholeProcedure(unit, code));
  }
}

function publishedVersion({ procedure, versions }: WholeProcedure): VersionRecord | undefined {
  return versions.find(({ no }) => no === procedure.publishedNo);
}

function refuseBlocked(version: VersionRecord, former: VersionRecord | undefined): void {
  const { content, decisionNumber, decisionDate, effectiveFrom } = version;
  const blockers: Blocker[] = publishingBlockers(content, { number: decisionNumber, date: decisionDate });
  if (former?.effectiveFrom != null && effectiveFrom! < former.effectiveFrom)
    blockers.push({ code: 'effective_before_former', section: '/effectiveFrom' });
  if (blockers.length === 0) return;
  throw new Problem(422, 'publish_blocked', {
    faults: blockers.map(({ code, section }) => ({
      in: 'body',
      pointer: section,
      code,
      params: { rule: BLOCKERS[code].rule },
    })),
    extra: { blockers: blockerViews(blockers) },
  });
}
